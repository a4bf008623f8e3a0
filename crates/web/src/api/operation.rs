//! What can be asked of `/api/v1`, said once: the description for programs and the page for people are both drawn from it, and
//! a test holds it against the routes that are served.

use domain::partner_key::Scope;

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum In {
    Path,
    Query,
    Header,
}

/// A parameter: its name, where it stands, its type, and the entry that says what it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) place: In,
    pub(crate) kind: &'static str,
    pub(crate) says: &'static str,
}

/// Something that can be asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operation {
    pub(crate) id: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// The entry that says what it gives.
    pub(crate) says: &'static str,
    pub(crate) parameters: &'static [Parameter],
    /// The schema of what is sent, if anything is.
    pub(crate) takes: Option<&'static str>,
    /// The schema of the answer.
    pub(crate) gives: &'static str,
    /// What a key must be for; none is needed where nothing stands.
    pub(crate) scope: Option<Scope>,
    /// The address whose answer is the example; `{first}` stands for the first opening of the list.
    pub(crate) example: Option<&'static str>,
}

const fn query(name: &'static str, kind: &'static str, says: &'static str) -> Parameter {
    Parameter { name, place: In::Query, kind, says }
}

/// The filters of the list of openings, as on its page.
const FILTERS: &[Parameter] = &[
    query("q", "string", "search-work"),
    query("near", "string", "search-near"),
    query("km", "integer", "search-km"),
    query("monthly", "integer", "search-monthly"),
    query("hourly", "integer", "search-hourly"),
    query("hours", "integer", "search-hours"),
    query("days", "integer", "search-days"),
    query("occupation", "string", "occupation"),
    query("sector", "string", "sector"),
    query("area", "string", "area"),
    query("sort", "string", "sort"),
    query("page", "integer", "api-page"),
    query("size", "integer", "api-size"),
];

/// Of an operation that everybody may ask for.
const fn read(
    id: &'static str,
    path: &'static str,
    says: &'static str,
    gives: &'static str,
    example: &'static str,
) -> Operation {
    Operation {
        id,
        method: "GET",
        path,
        says,
        parameters: &[],
        takes: None,
        gives,
        scope: None,
        example: Some(example),
    }
}

/// All of them.
pub(crate) const OPERATIONS: &[Operation] = &[
    read("index", "/api/v1", "api-index", "Index", "/api/v1"),
    Operation {
        parameters: FILTERS,
        ..read("listOpenings", "/api/v1/openings", "api-openings", "OpeningList", "/api/v1/openings?size=1")
    },
    Operation {
        parameters: &[Parameter { name: "id", place: In::Path, kind: "string", says: "api-opening-id" }],
        ..read("getOpening", "/api/v1/openings/{id}", "api-opening", "Opening", "/api/v1/openings/{first}")
    },
    Operation {
        parameters: FILTERS,
        ..read(
            "listNeighbourOpenings",
            "/api/v1/neighbours/openings",
            "api-neighbour-openings",
            "NeighbourOpeningList",
            "/api/v1/neighbours/openings?size=1",
        )
    },
    Operation {
        parameters: &[Parameter {
            name: "id",
            place: In::Path,
            kind: "string",
            says: "api-neighbour-opening-id",
        }],
        ..read(
            "getNeighbourOpening",
            "/api/v1/neighbours/openings/{id}",
            "api-neighbour-opening",
            "NeighbourOpening",
            "/api/v1/neighbours/openings/{first}",
        )
    },
    Operation {
        id: "submitOpening",
        method: "POST",
        path: "/api/v1/openings",
        says: "api-submit",
        parameters: &[Parameter {
            name: "Idempotency-Key",
            place: In::Header,
            kind: "string",
            says: "api-idempotency",
        }],
        takes: Some("Submission"),
        gives: "Submitted",
        scope: Some(Scope::OpeningsWrite),
        example: None,
    },
    read("listCodeLists", "/api/v1/codes", "api-code-lists", "CodeLists", "/api/v1/codes"),
    Operation {
        parameters: &[Parameter { name: "name", place: In::Path, kind: "string", says: "api-code-name" }],
        ..read("getCodeList", "/api/v1/codes/{name}", "api-code-list", "CodeList", "/api/v1/codes/salTp")
    },
    read("listSectors", "/api/v1/sectors", "api-sectors", "Sectors", "/api/v1/sectors"),
    read("listCentres", "/api/v1/centres", "api-centres", "Centres", "/api/v1/centres"),
    Operation {
        parameters: &[query("from", "string", "api-from"), query("months", "integer", "calendar-months")],
        ..read("listEvents", "/api/v1/events", "api-events", "Events", "/api/v1/events")
    },
    Operation {
        parameters: &[
            query("kind", "string", "kind"),
            query("for", "string", "programmes-for"),
            query("state", "string", "programmes-state"),
        ],
        ..read(
            "listProgrammes",
            "/api/v1/programmes",
            "api-programmes",
            "Programmes",
            "/api/v1/programmes?state=open",
        )
    },
    Operation {
        parameters: &[
            query("programme", "string", "api-cohorts-programme"),
            query("state", "string", "state"),
        ],
        ..read("listCohorts", "/api/v1/cohorts", "api-cohorts", "Cohorts", "/api/v1/cohorts")
    },
    Operation {
        parameters: &[query("after", "string", "api-after")],
        scope: Some(Scope::ReferralsRead),
        example: None,
        ..read("listReferrals", "/api/v1/referrals", "api-referrals", "Referrals", "")
    },
    Operation {
        example: None,
        ..read("describe", "/api/v1/openapi.json", "api-describe", "Description", "")
    },
];
