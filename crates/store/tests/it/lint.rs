//! The portability rules over the schema and every statement, with cases that each rule must catch.

/// Words that one engine lacks or that make values inside the database.
const BANNED: [&str; 19] = [
    "SERIAL",
    "BIGSERIAL",
    "AUTOINCREMENT",
    "SEQUENCE",
    "NEXTVAL(",
    "TRIGGER",
    "LISTEN",
    "NOTIFY",
    "INTEGER",
    "INT",
    "SMALLINT",
    "ENUM",
    "NOW(",
    "DATETIME(",
    "CURRENT_TIMESTAMP",
    "RANDOM(",
    "ILIKE",
    "ANY(",
    "FOR UPDATE",
];

/// What is wrong with a statement of data.
fn statement_faults(sql: &str) -> Vec<String> {
    let mut faults = banned(sql);
    let upper = sql.to_uppercase();
    let reads_or_changes = ["SELECT", "UPDATE", "DELETE"].iter().any(|verb| upper.starts_with(verb));
    let by_tenant = upper.split_once(" WHERE ").is_some_and(|(_, condition)| condition.contains("TENANT_ID"));
    if reads_or_changes && upper.contains(" FROM ") | upper.starts_with("UPDATE") && !by_tenant {
        faults.push("no tenant_id in WHERE".to_owned());
    }
    if upper.starts_with("INSERT") && !upper.contains("(TENANT_ID") {
        faults.push("inserts without tenant_id first".to_owned());
    }
    faults
}

/// What is wrong with a schema.
fn schema_faults(schema: &str) -> Vec<String> {
    let code: String =
        schema.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n");
    let mut faults = banned(&code);
    for statement in code.split(';').map(str::trim).filter(|s| !s.is_empty()) {
        let upper = statement.to_uppercase();
        if upper.starts_with("CREATE TABLE") && !upper.contains("PRIMARY KEY (TENANT_ID") {
            faults.push(format!("primary key without tenant_id first: {}", first_line(statement)));
        }
        for key in ["UNIQUE (", "FOREIGN KEY ("] {
            for (at, _) in upper.match_indices(key) {
                if !upper[at + key.len()..].starts_with("TENANT_ID") {
                    faults.push(format!("{key}…) without tenant_id first: {}", first_line(statement)));
                }
            }
        }
        if upper.starts_with("CREATE") && upper.contains("INDEX") && !upper.contains("(TENANT_ID") {
            faults.push(format!("index without tenant_id first: {}", first_line(statement)));
        }
    }
    faults
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn banned(sql: &str) -> Vec<String> {
    let upper = sql.to_uppercase();
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    let found = BANNED.iter().filter(|word| {
        upper.match_indices(**word).any(|(at, _)| {
            let before = upper[..at].chars().next_back().is_some_and(part_of_word);
            let after = upper[at + word.len()..].chars().next().is_some_and(part_of_word);
            !before && (!after || word.ends_with('('))
        })
    });
    found.map(|word| format!("banned: {word}")).collect()
}

#[test]
fn the_schema_is_portable() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let schema = std::fs::read_to_string(&path).unwrap();
        assert_eq!(schema_faults(&schema), Vec::<String>::new(), "{}", path.display());
        files += 1;
    }
    assert!(files > 0);
}

#[test]
fn every_statement_is_portable() {
    for (module, name, sql) in store::all_statements() {
        assert_eq!(statement_faults(sql), Vec::<String>::new(), "{module}::{name}: {sql}");
    }
    // Copies take every tenant on purpose, and all rows at once; the other rules hold for them too.
    for sql in store::backup::table_statements() {
        let faults: Vec<_> =
            statement_faults(sql).into_iter().filter(|fault| fault != "no tenant_id in WHERE").collect();
        assert_eq!(faults, Vec::<String>::new(), "{sql}");
        assert!(!sql.contains(" OFFSET "), "{sql}");
    }
}

/// A table or column that a later migration adds is not left out of copies: each is written to, and read
/// in the order of its whole key, without which two engines would hash the same rows differently.
#[test]
fn copies_take_every_column_of_every_table() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let schema: String = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    // What a later migration adds to a table comes after its own columns, as both engines keep it.
    let added = |table: &str| {
        let lines = schema.lines().filter_map(|line| line.strip_prefix("ALTER TABLE "));
        let columns = lines.filter_map(|line| line.split_once(" ADD COLUMN "));
        let of_table = columns.filter(|(name, _)| *name == table);
        of_table.filter_map(|(_, column)| column.split(' ').next()).collect::<Vec<_>>()
    };
    let mut expected: Vec<String> = schema
        .split("CREATE TABLE ")
        .skip(1)
        .flat_map(|table| {
            let (name, body) = table.split_once(" (").unwrap();
            let body = body.split(");").next().unwrap();
            let lines = || body.lines().map(str::trim).filter(|line| !line.is_empty());
            let columns: Vec<_> = lines()
                .filter_map(|line| line.split_once(' '))
                .filter(|(word, _)| word.chars().all(|c| c.is_lowercase() || c == '_'))
                .map(|(column, _)| column)
                .chain(added(name))
                .collect();
            let key = lines().find_map(|line| line.strip_prefix("PRIMARY KEY (")).unwrap();
            let key = key.split(')').next().unwrap();
            let places: Vec<_> = (1..=columns.len()).map(|n| format!("${n}")).collect();
            let (columns, places) = (columns.join(", "), places.join(", "));
            [
                format!("SELECT {columns} FROM {name} ORDER BY {key}"),
                format!("INSERT INTO {name} ({columns}) VALUES ({places})"),
            ]
        })
        .collect();
    let mut listed: Vec<_> = store::backup::table_statements().map(str::to_owned).collect();
    expected.sort();
    listed.sort();
    assert_eq!(listed, expected);
}

#[test]
fn the_rules_catch_what_they_are_for() {
    let schemas = [
        "CREATE TABLE a (id BIGSERIAL, tenant_id TEXT, PRIMARY KEY (tenant_id, id))",
        "CREATE TABLE a (tenant_id TEXT, n INTEGER, PRIMARY KEY (tenant_id, n))",
        "CREATE TABLE a (tenant_id TEXT, n INT, PRIMARY KEY (tenant_id, n))",
        "CREATE TABLE a (tenant_id TEXT, id TEXT, PRIMARY KEY (id, tenant_id))",
        "CREATE TABLE a (tenant_id TEXT, id TEXT)",
        "CREATE TABLE a (tenant_id TEXT, b TEXT, PRIMARY KEY (tenant_id), UNIQUE (b))",
        "CREATE TABLE a (tenant_id TEXT, b TEXT, PRIMARY KEY (tenant_id), FOREIGN KEY (b) REFERENCES b (id))",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END",
        "CREATE TYPE mood AS ENUM ('sad')",
        "CREATE SEQUENCE s",
        "CREATE INDEX i ON a (b)",
        "CREATE TABLE a (tenant_id TEXT, at_ms BIGINT DEFAULT now(), PRIMARY KEY (tenant_id))",
    ];
    for schema in schemas {
        assert_ne!(schema_faults(schema), Vec::<String>::new(), "not caught: {schema}");
    }
    let statements = [
        "SELECT body FROM opening WHERE id = $1",
        "SELECT body FROM opening",
        "UPDATE opening SET tenant_id = $1",
        "DELETE FROM opening WHERE id = $1",
        "INSERT INTO opening (id, tenant_id) VALUES ($1, $2)",
        "SELECT body FROM opening WHERE tenant_id = $1 AND id = ANY($2)",
        "SELECT body FROM opening WHERE tenant_id = $1 AND number ILIKE $2",
        "SELECT body FROM opening WHERE tenant_id = $1 FOR UPDATE",
        "SELECT body FROM opening WHERE tenant_id = $1 AND at_ms < datetime('now')",
        "UPDATE job SET id = random() WHERE tenant_id = $1",
    ];
    for sql in statements {
        assert_ne!(statement_faults(sql), Vec::<String>::new(), "not caught: {sql}");
    }
    assert_eq!(
        statement_faults("SELECT body FROM opening WHERE tenant_id = $1 AND minting = $2"),
        Vec::<String>::new()
    );
}
