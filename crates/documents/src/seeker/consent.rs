//! What the person agreed to, and what may be kept only because of it.

use domain::Message;
use domain::seeker::{Consents, Profile};
use jiff::civil::Date;

use crate::header::Field;
use crate::row::Cells;
use crate::value::date::{self, When};
use crate::value::{choice, list};

pub(super) fn read(cells: &mut Cells<'_>, today: Date, profile: &mut Profile) {
    let said = |field: Field| choice::yes(&cells.line(field));
    profile.consents = Consents {
        registration: registration(cells, today),
        employment_center: said(Field::ConsentCenter),
        local_government: said(Field::ConsentLocal),
        private_agency: said(Field::ConsentPrivate),
        lookup: said(Field::ConsentLookup),
        sensitive: said(Field::ConsentSensitive),
        news: said(Field::ConsentNews),
        automated: None,
    };
    profile.benefits = cells.line(Field::Benefits);
    let sensitive = [Field::Vulnerable, Field::HealthNote];
    if profile.consents.sensitive == Some(true) {
        profile.vulnerable = list(&cells.text(Field::Vulnerable));
        profile.health_note = cells.text(Field::HealthNote);
    } else {
        for field in sensitive.into_iter().filter(|field| !cells.line(*field).is_empty()).collect::<Vec<_>>()
        {
            cells.warn(field, Message::new("sensitive-dropped"));
        }
    }
}

/// The day of consent: the one written, or today where the cell only says yes.
fn registration(cells: &Cells<'_>, today: Date) -> Option<Date> {
    match date::read(cells.cell(Field::ConsentRegistration), today) {
        Ok(Some(When::Day(day))) => Some(day),
        _ => (choice::yes(&cells.line(Field::ConsentRegistration)) == Some(true)).then_some(today),
    }
}
