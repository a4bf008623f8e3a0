//! Everything of an opening that somebody wrote in words of their own, each by the input of the form that
//! holds it: what the law is held against, and where nothing may stand that is never stored.
//!
//! It must not know what is looked for.

use super::Content;

impl Content {
    /// Every text with something in it.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let (environment, place) = (&self.environment, &self.workplace);
        let lists = [
            ("majors", &self.majors),
            ("licences", &self.licences),
            ("skills", &self.skills),
            ("attachments", &self.attachments),
        ];
        let listed = lists.into_iter().flat_map(|(field, list)| list.iter().map(move |text| (field, text)));
        let levels = self.languages.iter().map(|language| ("languages", &language.level));
        [
            ("title", &self.title),
            ("duties", &self.duties),
            ("preference_note", &self.preference_note),
            ("wage_note", &self.wage_note),
            ("bonus", &self.bonus),
            ("weekly_hours", &self.work_time.note),
            ("meals", &self.meals),
            ("address", &place.address),
            ("station", &place.station),
            ("station_exit", &place.station_exit),
            ("retirement", &self.retirement),
            ("welfare_note", &self.welfare_note),
            ("accessibility", &self.accessibility),
            ("environment_hands", &environment.hands),
            ("environment_eyesight", &environment.eyesight),
            ("environment_handwork", &environment.handwork),
            ("environment_lifting", &environment.lifting),
            ("environment_hearing", &environment.hearing),
            ("environment_standing", &environment.standing),
            ("documents", &self.documents),
            ("apply_url", &self.apply_url),
            ("project", &self.project),
            ("lead", &self.lead),
            ("note", &self.note),
        ]
        .into_iter()
        .chain(listed)
        .chain(levels)
        .chain(self.worknet_occupation.iter().map(|code| ("occupation", code)))
        .map(|(field, text)| (field, text.as_str()))
        .filter(|(_, text)| !text.is_empty())
    }
}
