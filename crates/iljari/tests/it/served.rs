//! A small demo city, served by the real program, and a real browser to look at it.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};

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
    _server: Running,
    _data: tempfile::TempDir,
}

impl Served {
    /// Makes a small demo city and serves it on a free port.
    pub(crate) fn demo() -> Self {
        Self::demo_with(&[])
    }

    /// The same with more options of `serve`.
    pub(crate) fn demo_with(options: &[&str]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_iljari"));
        command.args(["demo", "--small", "--json", "--listen", "127.0.0.1:0", "--data"]).arg(data.path());
        command.args(options);
        let (server, mut out, _) = Running::start(&mut command);
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap();
        let origin = said["listening"].as_str().unwrap().trim_end_matches('/').to_owned();
        Self { origin, sign_ins: said["sign_ins"].clone(), _server: server, _data: data }
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

/// A headless browser with its driver.
pub(crate) struct Browser {
    pub(crate) driver: WebDriver,
    _chromedriver: Running,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts one; Korean, on a desk's screen.
    pub(crate) async fn start() -> Self {
        let mut command = Command::new("chromedriver");
        command.args(["--port=0"]).stderr(Stdio::null());
        let (chromedriver, mut out, _) = Running::start(&mut command);
        let port = loop {
            let mut line = String::new();
            assert!(out.read_line(&mut line).unwrap() > 0, "chromedriver ended before it listened");
            // "ChromeDriver was started successfully on port 41235."
            let number = line.trim().trim_end_matches('.').rsplit(' ').next().map(str::parse::<u16>);
            if let (true, Some(Ok(port))) = (line.contains("started successfully on port"), number) {
                break port;
            }
        };
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
