//! An opening as schema.org `JobPosting` (JSON-LD), for search engines and other portals.

use domain::code::{EmploymentType, WageForm};
use domain::opening::CERTIFIED;
use serde_json::{Map, Value, json};

use crate::posting::Posting;
use crate::value::hours;

/// The JSON-LD value. What is unknown is left out rather than guessed.
pub fn job_posting(posting: &Posting<'_>) -> Value {
    let content = posting.content;
    let mut job = Map::new();
    let mut put = |name: &str, value: Value| {
        let empty = value.is_null() || value.as_str().is_some_and(str::is_empty);
        if !empty {
            job.insert(name.to_owned(), value);
        }
    };
    put("@context", json!("https://schema.org/"));
    put("@type", json!("JobPosting"));
    put("title", json!(content.title));
    put("description", json!(content.duties));
    put("identifier", identifier(posting));
    put("datePosted", json!(posting.posted_on.to_string()));
    let last = posting.valid_until.or(content.deadline.last_day());
    put("validThrough", json!(last.map(|day| day.to_string())));
    put("hiringOrganization", json!({"@type": "Organization", "name": posting.employer_name}));
    put("industry", json!(posting.industry_name));
    put("occupationalCategory", json!(posting.occupation_name));
    put("totalJobOpenings", if content.headcount == 0 { Value::Null } else { json!(content.headcount) });
    put("employmentType", content.employment_type.map_or(Value::Null, |kind| json!(employment(kind))));
    put("jobLocation", location(posting));
    put("jobLocationType", if content.workplace.remote { json!("TELECOMMUTE") } else { Value::Null });
    put("baseSalary", salary(posting));
    put("workHours", json!(hours::text(&content.work_time)));
    put("url", json!(posting.url));
    Value::Object(job)
}

/// The number by which whoever gave it finds it again.
fn identifier(posting: &Posting<'_>) -> Value {
    let name = match posting.info_service {
        "" => posting.publisher,
        CERTIFIED => "WorkNet",
        // A private partner's number is told under the name that WorkNet gave it.
        partner => partner,
    };
    json!({"@type": "PropertyValue", "name": name, "value": posting.public_number()})
}

fn employment(kind: EmploymentType) -> Vec<&'static str> {
    match kind {
        EmploymentType::Indefinite => vec!["FULL_TIME"],
        EmploymentType::IndefinitePartTime => vec!["PART_TIME"],
        EmploymentType::FixedTerm | EmploymentType::Dispatched | EmploymentType::Substitute => {
            vec!["FULL_TIME", "TEMPORARY"]
        }
        EmploymentType::FixedTermPartTime => vec!["PART_TIME", "TEMPORARY"],
    }
}

fn location(posting: &Posting<'_>) -> Value {
    let place = &posting.content.workplace;
    if place.address.is_empty() && posting.area_name.is_empty() {
        return Value::Null;
    }
    let mut location = json!({
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "KR",
            "addressLocality": posting.area_name,
            "streetAddress": place.address,
        },
    });
    if let Some(point) = place.point {
        let degrees = |e6: i64| e6 as f64 / 1e6;
        location["geo"] = json!({
            "@type": "GeoCoordinates",
            "latitude": degrees(point.lat_e6),
            "longitude": degrees(point.lon_e6),
        });
    }
    location
}

fn salary(posting: &Posting<'_>) -> Value {
    let Some(wage) = posting.content.wage else { return Value::Null };
    let unit = match wage.form {
        WageForm::Hourly => "HOUR",
        WageForm::Daily => "DAY",
        WageForm::Monthly => "MONTH",
        WageForm::Yearly => "YEAR",
    };
    json!({
        "@type": "MonetaryAmount",
        "currency": "KRW",
        "value": {
            "@type": "QuantitativeValue",
            "minValue": wage.min_won,
            "maxValue": wage.max_won,
            "unitText": unit,
        },
    })
}
