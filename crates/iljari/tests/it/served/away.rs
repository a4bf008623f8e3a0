//! A machine away from home: enrolled and served by the real program, closed until its PIN is keyed.

use std::io::{BufRead, Write};
use std::process::Stdio;

use serde_json::Value;

use super::{Running, SAID, Served, command};

/// The PIN of every machine of the tests.
pub(crate) const PIN: &str = "407183";

impl Served {
    /// Makes a machine known at home, as whoever's session it is does it: its page, and its one-time code.
    pub(crate) fn invite_machine(
        &self,
        session: &str,
        name: &str,
        mark: &str,
        area: &str,
    ) -> (String, String) {
        let page = self.get("/staff/nodes", session);
        let boxes = page.body.split("name=\"staff\" value=\"").skip(1);
        let staff: Vec<&str> = boxes.map(|rest| rest.split('"').next().unwrap()).collect();
        let mut form = vec![("name", name), ("mark", mark), ("area", area)];
        form.extend(staff.iter().map(|id| ("staff", *id)));
        let made = self.post("/staff/nodes", session, &form);
        let code = made.body.split_once("<p class=\"large\"><strong>").map(|(_, rest)| rest);
        let code = code.unwrap_or_else(|| panic!("{}\n{}", made.head, made.body)).split('<').next().unwrap();
        let listed = self.get("/staff/nodes", session);
        let row = listed.body.split("<tr>").find(|row| row.contains(name)).unwrap();
        let path = row.split_once("href=\"").unwrap().1.split('"').next().unwrap();
        (path.to_owned(), code.to_owned())
    }

    /// Enrols a machine of this city with its code and serves it, closed.
    pub(crate) fn machine(&self, city: &str, code: &str) -> Self {
        self.machine_by(&self.origin, city, code)
    }

    /// The same by another line to this city.
    pub(crate) fn machine_by(&self, line: &str, city: &str, code: &str) -> Self {
        let data = tempfile::tempdir().unwrap();
        std::fs::copy(self.data.path().join("clock"), data.path().join("clock")).unwrap();
        let told = piped(data.path(), city, &["enrol", line, code, "--address", "192.168.50.1"], PIN);
        assert_eq!(told["note"], "", "{told}");
        let (server, origin) = away(data.path(), city);
        Self { origin, sign_ins: self.sign_ins.clone(), server, data }
    }

    /// Serves a machine again, closed, after it was ended.
    pub(crate) fn machine_again(&mut self, city: &str) {
        (self.server, self.origin) = away(self.data.path(), city);
    }

    /// Keys the PIN.
    pub(crate) fn open(&self) {
        assert_eq!(self.post("/pin", "", &[("pin", PIN)]).to(), "/staff/outpost");
    }

    /// Serves what home held where it was served before, after it was ended.
    pub(crate) fn again_there(&mut self, city: &str) {
        let address = self.origin.trim_start_matches("http://").to_owned();
        (self.server, self.origin) = super::serve_at(self.data.path(), city, &address);
    }

    /// What is only on this machine, as its every page says it; waits until it has spoken with home.
    pub(crate) fn all_home(&self) {
        let session = self.session("counselor");
        self.post("/staff/outpost", &session, &[]).to();
        self.until("/staff/outpost", &session, |body| body.contains("여기에만 있는 일이 없습니다"));
    }

    /// Where tablets find a machine.
    pub(crate) fn tablets(&self) -> String {
        std::fs::read_to_string(self.data.path().join("tablets")).unwrap()
    }
}

/// What a command says that reads a line from its standard input.
fn piped(data: &std::path::Path, city: &str, arguments: &[&str], line: &str) -> Value {
    let mut command = command(data, city, arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{line}\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn away(data: &std::path::Path, city: &str) -> (Running, String) {
    let serve = ["serve", "--field", "--listen", "127.0.0.1:0", "--tablets", "127.0.0.1:0"];
    let said = std::fs::File::create(data.join(SAID)).unwrap();
    let (server, mut out, _) = Running::start(command(data, city, &serve).stderr(said));
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let said: Value = serde_json::from_str(&line).unwrap();
    let text = |key: &str| said[key].as_str().unwrap().trim_end_matches('/').to_owned();
    std::fs::write(data.join("tablets"), text("tablets")).unwrap();
    (server, text("listening"))
}
