//! Which part of a day's work is asked for. The statements that find it stand with their nouns; here is only
//! what they share. It must not know what is due, nor why.

use domain::id::{PersonId, TenantId};
use domain::policy::Scope;
use jiff::civil::Date;

use crate::{Arg, Error, Row, Store, args};

/// Things are counted up to this many: beyond it nobody reads the number, and counting would cost a scan.
pub const MOST_COUNTED: usize = 1_000;

/// A part of a day's work.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Due by this day.
    pub by: Date,
    /// Only of people assigned to this counsellor.
    pub mine: Option<PersonId>,
    /// Only of people within this scope.
    pub within: Scope,
    /// At most so many, the longest waiting first.
    pub limit: usize,
}

impl Part {
    /// `$1` tenant, `$2` day, `$3` how many, `$4` counsellor or empty, `$5` to `$8` the scope.
    fn args(&self, tenant: TenantId, limit: usize) -> Vec<Arg> {
        let mine = self.mine.map(|id| id.to_string()).unwrap_or_default();
        crate::seeker::within(args![tenant, self.by.to_string(), limit as i64, mine], self.within)
    }
}

/// The rows of a part, and how many there are in all, at most [`MOST_COUNTED`].
pub(crate) async fn find(
    store: &Store,
    (rows, count): (&'static str, &'static str),
    tenant: TenantId,
    part: &Part,
    more: &[&str],
) -> Result<(Vec<Row>, usize), Error> {
    let args = |limit: usize| {
        let mut args = part.args(tenant, limit);
        args.extend(more.iter().map(|text| Arg::from(*text)));
        args
    };
    let found = store.all(rows, args(part.limit)).await?;
    if found.len() < part.limit {
        let total = found.len();
        return Ok((found, total));
    }
    let total = store.optional(count, args(MOST_COUNTED)).await?.map_or(Ok(0), |row| row.get::<i64>(0))?;
    Ok((found, usize::try_from(total).unwrap_or(0)))
}
