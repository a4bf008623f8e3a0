//! Any number to what is behind it: each row with its evidence, who entered what when, and what was left out by which rule; and the
//! digest of a published figure held against the rows (CR-21).
//!
//! People are not named here: whoever may open a claim reads it there, and leaves a look.

mod file;

use std::collections::HashMap;

use domain::Ctx;
use domain::counting::{Asked, Class, Contract, Rule, Standing};
use domain::id::{MeasureId, OrganisationId, PersonId, PlacementId};
use domain::measure::Measure;
use domain::placement::{Evidence, Placement};
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
use jiff::Timestamp;
use jiff::civil::Date;

pub use file::{csv, workbook};

use crate::ledger::{Cut, Statement, figures};
use crate::measure::Stamp;
use crate::page::Page;
use crate::{App, Error};

/// Rows a file holds at most; a whole city's year goes by months.
const MOST: usize = 20_000;

/// Which number is looked behind.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// A cut of the ledger.
    pub cut: Cut,
    /// The question of a measure instead.
    pub measure: Option<MeasureId>,
}

/// Everything behind a number.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// As of when, by which rules; the digest is of exactly these rows.
    pub stamp: Stamp,
    /// The figures of the cut; none for a measure, whose own page has them.
    pub told: Option<Statement>,
    /// The measure, if one was asked for.
    pub measure: Option<Measure>,
    /// The rows that count.
    pub rows: Page<Line>,
    /// What was left out, each with its rule: as many as rows on a page, all of them in a file.
    pub excluded: Page<Line>,
}

/// A row with its evidence.
#[derive(Debug, Clone)]
pub struct Line {
    /// The claim.
    pub id: PlacementId,
    /// First day of work.
    pub start: Date,
    /// Confirmed or claimed.
    pub standing: Option<Standing>,
    /// Its class.
    pub class: Class,
    /// How long it is to last.
    pub contract: Contract,
    /// The body that owns it.
    pub owner: String,
    /// The bodies that helped.
    pub helpers: Vec<String>,
    /// What supports it, each with who recorded it.
    pub evidence: Vec<(Evidence, By)>,
    /// When it was entered, and by whom.
    pub entered: (Timestamp, String),
    /// When it last changed.
    pub changed: Timestamp,
    /// The rule that leaves it out.
    pub excluded: Option<Rule>,
    /// Whether there are papers for it, all of them typed by whoever entered it: they are one word said twice.
    pub self_keyed: bool,
}

impl Line {
    /// The rule that leaves it out, or keeps it a claim although something speaks for it.
    pub fn rule(&self) -> Option<Rule> {
        let claimed = self.standing == Some(Standing::Claimed);
        self.excluded.or_else(|| claimed.then_some(Rule::Cr06))
    }
}

/// Who recorded a piece of evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct By {
    /// Name of a member of staff or of an employer's account; empty when nobody with a name did.
    pub name: String,
    /// What they are.
    pub role: Option<domain::Role>,
}

/// Who stands behind a piece that nobody with a name recorded: `employer`, `person`, `system`.
pub fn nobody(piece: &Evidence) -> &'static str {
    use domain::placement::EvidenceKind;
    match piece.kind {
        EvidenceKind::OwnWord => "person",
        EvidenceKind::LetterCode => "employer",
        _ if piece.first_hand => "employer",
        _ => "system",
    }
}

/// The names of bodies, and of staff for those who may know them.
struct Names {
    bodies: HashMap<OrganisationId, String>,
    staff: HashMap<PersonId, By>,
    may: bool,
}

impl Names {
    async fn of(ctx: &Ctx, app: &App) -> Result<Self, Error> {
        let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
        let bodies = bodies.into_iter().map(|body| (body.id, body.name)).collect();
        // Who looks into claims themselves knows by whom they were entered.
        let may = reach(ctx.actor.role, UseCase::ReadPlacement) == Reach::All;
        Ok(Self { bodies, staff: HashMap::new(), may })
    }

    fn body(&self, id: Option<OrganisationId>) -> String {
        id.and_then(|id| self.bodies.get(&id)).cloned().unwrap_or_default()
    }

    /// A member of staff; never the person whom the claim is about.
    async fn staff(&mut self, ctx: &Ctx, app: &App, id: Option<PersonId>, of: PersonId) -> Result<By, Error> {
        let Some(id) = id.filter(|id| self.may && *id != of) else { return Ok(By::default()) };
        if let Some(known) = self.staff.get(&id) {
            return Ok(known.clone());
        }
        let found = store::person::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
        let by = found.map(|(person, identity)| By {
            name: identity.name,
            role: person.grants.first().map(|grant| grant.role),
        });
        let by = by.unwrap_or_default();
        self.staff.insert(id, by.clone());
        Ok(by)
    }
}

/// What a number asks of the ledger.
async fn asked(ctx: &Ctx, app: &App, wanted: &Wanted) -> Result<(Asked, Option<Measure>), Error> {
    match wanted.measure {
        Some(id) => {
            let found = store::record::find::<Measure>(&app.store, ctx.tenant, id).await;
            let measure = found.map_err(crate::fault)?.ok_or(Error::NotFound)?;
            let mut asked = crate::measure::question(app, &measure, ctx.today());
            asked.filter.standing = wanted.cut.standing;
            Ok((asked, Some(measure)))
        }
        None => Ok((Asked { filter: wanted.cut.filter(ctx, app), part: wanted.cut.part }, None)),
    }
}

/// Behind one number: its rows a page at a time, and the first of what was left out of the same cut.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for an unknown measure; when the store cannot be read.
pub async fn sheet(ctx: &Ctx, app: &App, wanted: &Wanted, page: usize, size: usize) -> Result<Sheet, Error> {
    authorise(&ctx.actor, UseCase::ReadAudit, Relation::default())?;
    app.ledger.ready(app).await?;
    let (asked, measure) = asked(ctx, app, wanted).await?;
    let told = match measure {
        Some(_) => None,
        None => Some(figures(ctx, app, &wanted.cut).await?),
    };
    let today = ctx.today();
    let (ids, excluded, digest, seq) = app.ledger.with(|ledger, counted, seq| {
        let ids = match asked.part {
            Some(part) => ledger.rows_of(counted, &asked.filter, part, today),
            None => ledger.rows(counted, &asked.filter),
        };
        let mut told = ledger.told(counted, &asked.filter);
        if asked.part.is_some() {
            let known: std::collections::HashSet<PlacementId> = ids.iter().copied().collect();
            told.retain(|row| known.contains(&row.id));
        }
        (ids, ledger.excluded_in(counted, &asked.filter), crate::ledger::digest(&told), seq)
    });
    let mut names = Names::of(ctx, app).await?;
    let (total, page, size) = (ids.len(), page.max(1), size.clamp(1, MOST));
    let mut items = Vec::new();
    for id in ids.into_iter().skip((page - 1).saturating_mul(size)).take(size) {
        items.push(line(ctx, app, &mut names, id, None).await?);
    }
    let (left_out, mut left) = (excluded.len(), Vec::new());
    for (id, rule) in excluded.into_iter().take(size) {
        left.push(line(ctx, app, &mut names, id, Some(rule)).await?);
    }
    let stamp = Stamp { as_of: ctx.now, seq, rule_set: domain::counting::RULE_SET, digest };
    let excluded = Page { items: left, total: left_out, page: 1, size };
    Ok(Sheet { stamp, told, measure, rows: Page { items, total, page, size }, excluded })
}

/// The same with every row, for a file.
///
/// # Errors
/// As [`sheet`]; [`Error::Conflict`] for more rows than a file holds.
pub async fn whole(ctx: &Ctx, app: &App, wanted: &Wanted) -> Result<Sheet, Error> {
    let sheet = sheet(ctx, app, wanted, 1, MOST).await?;
    let total = sheet.rows.total.max(sheet.excluded.total);
    if total > MOST {
        let why = domain::message::Message::new("audit-too-many").with("most", MOST);
        return Err(Error::Conflict(why.with("rows", total)));
    }
    Ok(sheet)
}

async fn line(
    ctx: &Ctx,
    app: &App,
    names: &mut Names,
    id: PlacementId,
    excluded: Option<Rule>,
) -> Result<Line, Error> {
    let claim: Placement = store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (class, contract) = domain::counting::cr_08_class(claim.how, &claim.terms);
    let standing = app.ledger.with(|ledger, _, _| ledger.standing_of(id, ctx.today()));
    let mut evidence = Vec::with_capacity(claim.evidence.len());
    for piece in &claim.evidence {
        evidence.push((piece.clone(), names.staff(ctx, app, piece.by, claim.person).await?));
    }
    let mut helpers: Vec<String> =
        claim.contributors.iter().map(|helper| names.body(Some(helper.organisation))).collect();
    helpers.dedup();
    let by = names.staff(ctx, app, claim.created_by, claim.person).await?;
    let standing = standing.filter(|_| excluded.is_none());
    let mut papers = claim.evidence.iter().filter(|piece| piece.grade.confirms()).peekable();
    let self_keyed = standing == Some(Standing::Claimed)
        && papers.peek().is_some()
        && papers.all(|piece| !piece.holds(claim.created_by));
    Ok(Line {
        id,
        start: claim.start_on,
        standing,
        class,
        contract,
        owner: names.body(claim.owner),
        helpers,
        evidence,
        entered: (claim.created_at, by.name),
        changed: claim.updated_at,
        excluded,
        self_keyed,
    })
}
