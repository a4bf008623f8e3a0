//! Markets and lists as files, so that peers are asked about the same columns and held against our answers.

use std::io::Write;
use std::path::PathBuf;

use matching::engine::{Columns, Lists, Spec, generate};

/// The value of a word such as `k=20` on the command line.
pub(crate) fn told(name: &str) -> Option<String> {
    std::env::args().find_map(|arg| arg.strip_prefix(&format!("{name}=")).map(str::to_owned))
}

fn place() -> PathBuf {
    told("market").unwrap().into()
}

pub(crate) fn write_market() {
    let size = |name: &str| told(name).unwrap().parse().unwrap();
    let columns = generate(&Spec::city(size("seekers"), size("openings"), super::SEED)).unwrap().columns;
    columns.write(&mut |name, bytes| std::fs::write(place().join(name), bytes)).unwrap();
}

pub(crate) fn read_market() -> Columns {
    Columns::read(&mut |name| std::fs::read(place().join(name))).unwrap()
}

/// How many lists, the length of each, then row and score of each entry: words of 32 bits, little-endian.
pub(crate) fn write_lists(lists: &Lists, path: &str) {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    let mut word = |value: u32| file.write_all(&value.to_le_bytes()).unwrap();
    word(lists.len() as u32);
    (0..lists.len()).for_each(|row| word(lists.of(row).len() as u32));
    for row in 0..lists.len() {
        for listed in lists.of(row) {
            word(listed.row);
            word(listed.value as u32);
        }
    }
}
