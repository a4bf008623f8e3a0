//! The child process of this crate's own tests; the product's executable has a hidden command that
//! calls the same function.

fn main() -> std::process::ExitCode {
    documents::child::main()
}
