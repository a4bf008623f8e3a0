//! Tables, migrations, queries, change log and job queue on SQLite and PostgreSQL.
