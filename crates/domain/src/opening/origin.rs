//! Where an opening comes from, and who vouches for it elsewhere. It must not know what is offered.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::actor::Channel;
use crate::id::{OrganisationId, PersonId};

/// Office use: how the opening came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Receipt number of this city (접수번호), given on receipt.
    pub number: String,
    /// Day of receipt.
    pub received_on: Date,
    /// Channel of receipt (접수경로).
    pub channel: Channel,
    /// Member of staff who received it.
    pub received_by: Option<PersonId>,
    /// Body that owns the work on it.
    pub organisation: Option<OrganisationId>,
    /// WorkNet opening authentication number (구인인증번호).
    pub wanted_auth_no: Option<String>,
    /// Which service vouches for that number, as WorkNet tells it (infoSvc): [`CERTIFIED`] is WorkNet itself, anything else a
    /// private partner of it; empty where the source did not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub info_service: String,
    /// Name of the file or system it was read from; empty when keyed here.
    pub source: String,
    /// Key of the row in that source, which makes a second import find it again.
    pub source_key: String,
    /// Hash of the row as last read, so that a second import neither repeats nor overwrites work.
    #[serde(default)]
    pub source_digest: String,
    /// Licence under which the source's text may be shown; empty when keyed here.
    pub licence: String,
}

/// The word of WorkNet for an opening that it certified itself (워크넷 인증).
pub const CERTIFIED: &str = "VALIDATION";

impl Origin {
    /// Which service vouches for WorkNet's number; empty without one. A file that tells the number alone is taken at its word.
    pub fn vouched_by(&self) -> &str {
        match (&self.wanted_auth_no, self.info_service.as_str()) {
            (None, _) => "",
            (Some(_), "") => CERTIFIED,
            (Some(_), service) => service,
        }
    }
}
