//! A small demo city, served by the real program, and a real browser to look at it.

mod away;

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) use away::PIN;
use serde_json::Value;
use thirtyfour::prelude::*;

/// A running program that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    fn start(command: &mut Command) -> (Self, BufReader<ChildStdout>, Option<ChildStderr>) {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let err = child.stderr.take();
        (Self(child), out, err)
    }
}

/// The city, served.
pub(crate) struct Served {
    /// `http://127.0.0.1:port`, without a slash at the end.
    pub(crate) origin: String,
    sign_ins: Value,
    server: Running,
    data: tempfile::TempDir,
}

impl Served {
    /// Makes a small demo city and serves it on a free port.
    pub(crate) fn demo() -> Self {
        Self::demo_with(&[])
    }

    /// The same with more options of `serve`.
    pub(crate) fn demo_with(options: &[&str]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let (server, said) = demo(data.path(), "127.0.0.1:0", options);
        let origin = said["listening"].as_str().unwrap().trim_end_matches('/').to_owned();
        Self { origin, sign_ins: said["sign_ins"].clone(), server, data }
    }

    /// Serves the same demo city where it was served before, with more options, after it was ended.
    pub(crate) fn demo_again(&mut self, options: &[&str]) {
        let address = self.origin.trim_start_matches("http://").to_owned();
        self.server = demo(self.data.path(), &address, options).0;
    }

    /// Login and password of a role.
    pub(crate) fn sign_in(&self, role: &str) -> (String, String) {
        let of_role = self.sign_ins.as_array().unwrap().iter().find(|s| s["role"] == role).unwrap();
        let text = |key: &str| of_role[key].as_str().unwrap().to_owned();
        (text("login"), text("password"))
    }
}

impl Served {
    /// The cookie of a fresh session of a role, as a browser would send it.
    pub(crate) fn cookie(&self, role: &str) -> String {
        let address = self.origin.trim_start_matches("http://");
        let (login, password) = self.sign_in(role);
        let body = format!("login={login}&password={password}&next=");
        let request = format!(
            "POST /sign-in HTTP/1.1\r\nHost: {address}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let set = answer.lines().find_map(|line| line.strip_prefix("set-cookie: iljari="));
        format!("iljari={}", set.unwrap_or_else(|| panic!("{answer}")).split(';').next().unwrap())
    }
}

/// What a request was answered with.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
    /// The body as it came, for what is no text.
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&str| line.split(':').next().is_some_and(|key| key.eq_ignore_ascii_case(name));
        self.head.lines().find(named).and_then(|line| line.split_once(':')).map(|(_, value)| value.trim())
    }

    /// The value of the first input of a name.
    pub(crate) fn input(&self, name: &str) -> &str {
        let tag =
            self.body.split_once(&format!("name=\"{name}\"")).and_then(|(_, rest)| rest.split_once('>'));
        let value = tag.and_then(|(tag, _)| tag.split_once("value=\""));
        let (_, rest) = value.unwrap_or_else(|| panic!("no input {name}: {}", self.body));
        rest.split('"').next().unwrap()
    }

    /// Where a form led to.
    pub(crate) fn to(&self) -> &str {
        assert_eq!(self.status, 303, "{}\n{}", self.head, self.body);
        self.header("location").unwrap()
    }
}

/// An empty city on a clock that stands until it is moved, served by the real program.
impl Served {
    /// Serves `city` from `at` on, with an account of each `(login, role, body)`; all have [`PASSWORD`].
    pub(crate) fn city(city: &str, at: &str, accounts: &[(&str, &str, &str)]) -> Self {
        let data = tempfile::tempdir().unwrap();
        std::fs::write(data.path().join("clock"), at).unwrap();
        let links: Vec<String> = accounts.iter().map(|account| invite(data.path(), city, *account)).collect();
        let (server, origin) = serve(data.path(), city);
        let mut served = Self { origin, sign_ins: serde_json::json!([]), server, data };
        for (link, (login, role, _)) in links.iter().zip(accounts) {
            served.enter(link, login, role);
        }
        served
    }

    /// The same with a way out to hosts of the tests' own network.
    pub(crate) fn city_reaching(
        city: &str,
        at: &str,
        accounts: &[(&str, &str, &str)],
        hosts: &[&str],
    ) -> Self {
        let mut served = Self::city(city, at, accounts);
        served.kill();
        let hosts: Vec<String> = hosts.iter().map(|host| format!("\"{host}\"")).collect();
        let config = format!("allowed_hosts = [{}]\n", hosts.join(", "));
        std::fs::write(served.data.path().join(CONFIG), config).unwrap();
        served.again(city);
        served
    }

    /// What a command says over the same data, as it prints it.
    pub(crate) fn print(&self, city: &str, arguments: &[&str]) -> String {
        let output = command(self.data.path(), city, arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The same as the JSON that it is.
    pub(crate) fn run(&self, city: &str, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.print(city, arguments)).unwrap()
    }

    /// One more account, made at the terminal while the program runs.
    pub(crate) fn join(&mut self, city: &str, account: (&str, &str, &str)) {
        let link = invite(self.data.path(), city, account);
        self.enter(&link, account.0, account.1);
    }

    fn enter(&mut self, link: &str, login: &str, role: &str) {
        self.post(link, "", &[("password", PASSWORD)]).to();
        let sign_in = serde_json::json!({ "role": role, "login": login, "password": PASSWORD });
        self.sign_ins.as_array_mut().unwrap().push(sign_in);
    }

    /// Where its files are.
    pub(crate) fn data(&self) -> &std::path::Path {
        self.data.path()
    }

    /// Ends it as a power cut would.
    pub(crate) fn end(&mut self) {
        self.server.0.kill().unwrap();
        self.server.0.wait().unwrap();
    }

    /// Ends it as a power cut would, and gives what it had said.
    pub(crate) fn kill(&mut self) -> String {
        self.end();
        std::fs::read_to_string(self.data.path().join(SAID)).unwrap()
    }

    /// Serves what it held again, after it was ended.
    pub(crate) fn again(&mut self, city: &str) {
        (self.server, self.origin) = serve(self.data.path(), city);
    }

    /// Moves the clock. Whoever was signed in may have to sign in again.
    pub(crate) fn at(&self, at: &str) {
        // A reader must never see half of it.
        let fresh = self.data.path().join("clock.new");
        std::fs::write(&fresh, at).unwrap();
        std::fs::rename(fresh, self.data.path().join("clock")).unwrap();
    }

    /// A page as `cookie` (empty for nobody) sees it.
    pub(crate) fn get(&self, path: &str, cookie: &str) -> Answer {
        self.ask("GET", path, cookie, "")
    }

    /// A form sent.
    pub(crate) fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> =
            fields.iter().map(|(key, value)| format!("{}={}", escaped(key), escaped(value))).collect();
        self.ask("POST", path, cookie, &pairs.join("&"))
    }

    /// A form with a file sent.
    pub(crate) fn upload(
        &self,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
        (name, text): (&str, &str),
    ) -> Answer {
        let part = |head: &str, value: &str| {
            format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n")
        };
        let mut body: String =
            fields.iter().map(|(field, value)| part(&format!("name=\"{field}\""), value)).collect();
        body.push_str(&part(&format!("name=\"file\"; filename=\"{name}\""), text));
        body.push_str("--x--\r\n");
        self.send("POST", path, cookie, ("multipart/form-data; boundary=x", &body))
    }

    fn ask(&self, method: &str, path: &str, cookie: &str, body: &str) -> Answer {
        self.send(method, path, cookie, ("application/x-www-form-urlencoded", body))
    }

    fn send(&self, method: &str, path: &str, cookie: &str, (kind, body): (&str, &str)) -> Answer {
        let address = self.origin.trim_start_matches("http://");
        // HTTP/1.0, so that the body comes in one piece and the connection ends with it.
        let request = format!(
            "{method} {path} HTTP/1.0\r\nHost: {address}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let bytes = bytes.split_off(end + 4);
        let body = String::from_utf8_lossy(&bytes).into_owned();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body, bytes }
    }

    /// The page as soon as it says something: the program's own work follows the clock within a moment.
    pub(crate) fn until(&self, path: &str, cookie: &str, says: impl Fn(&str) -> bool) -> Answer {
        #[expect(
            clippy::disallowed_methods,
            reason = "waiting for another process is measured by the real clock"
        )]
        let start = Instant::now();
        loop {
            let page = self.get(path, cookie);
            if says(&page.body) {
                return page;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "{path} never says so: {}", page.body);
        }
    }

    /// A fresh session of an account: the cookie a browser would send.
    pub(crate) fn session(&self, login: &str) -> String {
        let answer = self.post("/sign-in", "", &[("login", login), ("password", PASSWORD), ("next", "")]);
        let set = answer.header("set-cookie").unwrap_or_else(|| panic!("{login}: {}", answer.head));
        set.split(';').next().unwrap().to_owned()
    }
}

/// Serves the small demo city of a directory: the program, and what it says of itself.
fn demo(data: &Path, listen: &str, options: &[&str]) -> (Running, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iljari"));
    command.args(["demo", "--small", "--json", "--listen", listen, "--data"]).arg(data).args(options);
    let (server, mut out, _) = Running::start(&mut command);
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    (server, serde_json::from_str(&line).unwrap())
}

/// Serves a directory: the program, and where it listens.
fn serve(data: &Path, city: &str) -> (Running, String) {
    serve_at(data, city, "127.0.0.1:0")
}

fn serve_at(data: &Path, city: &str, listen: &str) -> (Running, String) {
    let mut serve = command(data, city, &["serve", "--listen", listen]);
    let said = std::fs::File::create(data.join(SAID)).unwrap();
    let (server, mut out, _) = Running::start(serve.stderr(said));
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let said: Value = serde_json::from_str(&line).unwrap();
    let origin = said["listening"].as_str().unwrap().trim_end_matches('/').to_owned();
    (server, origin)
}

/// The program in a city's directory, on the directory's clock.
fn command(data: &Path, city: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iljari"));
    command.args(arguments).args(["--city", city, "--json", "--data"]).arg(data);
    command.arg("--clock-file").arg(data.join("clock"));
    if data.join(CONFIG).is_file() {
        command.arg("--config").arg(data.join(CONFIG));
    }
    command
}

/// Makes an account; gives the link through which its owner sets a password.
fn invite(data: &Path, city: &str, (login, role, body): (&str, &str, &str)) -> String {
    let name = format!("{login} 담당");
    let mut arguments = vec!["user", "add", "--login", login, "--name", &name, "--role", role];
    if !body.is_empty() {
        arguments.extend(["--organisation", body]);
    }
    let output = command(data, city, &arguments).output().unwrap();
    assert!(output.status.success(), "{login}: {}", String::from_utf8_lossy(&output.stderr));
    let made: Value = serde_json::from_slice(&output.stdout).unwrap();
    made["link"].as_str().unwrap().to_owned()
}

/// Settings of a city that has any.
const CONFIG: &str = "iljari.toml";

/// What a served city says on its way goes here.
const SAID: &str = "said.log";

/// The password of every account of [`Served::city`].
pub(crate) const PASSWORD: &str = "시험-도시-2016-비밀번호";

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// A driver and its port. It takes any port of one family of addresses and the same one of the other, and ends when another program
/// has that: nothing, then, and one asks again.
fn chromedriver() -> Option<(Running, u16)> {
    let mut command = Command::new("chromedriver");
    command.args(["--port=0"]).stderr(Stdio::null());
    let (chromedriver, mut out, _) = Running::start(&mut command);
    loop {
        let mut line = String::new();
        if out.read_line(&mut line).unwrap() == 0 {
            return None;
        }
        // "ChromeDriver was started successfully on port 41235."
        let number = line.trim().trim_end_matches('.').rsplit(' ').next().map(str::parse::<u16>);
        if let (true, Some(Ok(port))) = (line.contains("started successfully on port"), number) {
            return Some((chromedriver, port));
        }
    }
}

/// A headless browser with its driver.
pub(crate) struct Browser {
    pub(crate) driver: WebDriver,
    _chromedriver: Running,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts one; Korean, on a desk's screen.
    pub(crate) async fn start() -> Self {
        // The driver is spoken to in the clear, but its client will have one at hand.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (chromedriver, port) = (0..5).find_map(|_| chromedriver()).expect("chromedriver never listened");
        let profile = tempfile::tempdir().unwrap();
        let mut capabilities = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            // Chromium refuses its sandbox to root, as whom containers run.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=ko",
            "--window-size=1280,1000",
        ] {
            capabilities.add_arg(argument).unwrap();
        }
        // The tests' own certificate is signed by nobody.
        capabilities.accept_insecure_certs(true).unwrap();
        capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display())).unwrap();
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await.unwrap();
        Self { driver, _chromedriver: chromedriver, _profile: profile }
    }

    pub(crate) async fn goto(&self, url: &str) {
        self.driver.goto(url).await.unwrap();
    }

    /// What a script returns.
    pub(crate) async fn ask(&self, script: &str) -> Value {
        self.driver.execute(script, Vec::new()).await.unwrap().json().clone()
    }

    /// A command of the browser's own protocol.
    pub(crate) async fn tell(&self, method: &str, parameters: Value) {
        self.driver.cdp().send_raw(method, parameters).await.unwrap();
    }

    /// A window of so many CSS pixels.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        let metrics =
            serde_json::json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    pub(crate) async fn find(&self, css: &str) -> WebElement {
        self.driver.query(By::Css(css)).first().await.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    pub(crate) async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap()
    }

    /// Presses keys wherever the focus is.
    pub(crate) async fn press(&self, keys: impl Into<TypingData>) {
        self.driver.action_chain().send_keys(keys).perform().await.unwrap();
    }

    pub(crate) async fn path(&self) -> String {
        self.driver.current_url().await.unwrap().path().to_owned()
    }

    /// Signs in as a role and returns the path that it lands on.
    pub(crate) async fn sign_in(&self, served: &Served, role: &str) -> String {
        self.driver.delete_all_cookies().await.unwrap();
        self.goto(&format!("{}/sign-in", served.origin)).await;
        let (login, password) = served.sign_in(role);
        self.find("#login").await.send_keys(login).await.unwrap();
        self.find("#password").await.send_keys(password + Key::Enter).await.unwrap();
        self.find("form[action='/sign-out']").await;
        self.path().await
    }

    pub(crate) async fn stop(self) {
        self.driver.clone().quit().await.unwrap();
    }
}

/// A file of the tests' own.
pub(crate) fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets").join(name)
}
