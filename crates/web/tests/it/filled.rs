//! A page's form as a browser would send it back: what stands in inputs, text areas, choices and boxes.

/// Names and values of the one form on the page that is sent by `post` to its own address.
pub(crate) fn filled(html: &str) -> Vec<(String, String)> {
    let form = html.split("<form class=\"narrow\" method=\"post\">").nth(1).expect("a form");
    let mut rest = form.split("</form>").next().unwrap();
    let mut pairs = Vec::new();
    while let Some(at) = rest.find('<') {
        let tag = &rest[at + 1..];
        let (inside, after) = tag.split_once('>').unwrap();
        rest = after;
        let name = attribute(inside, "name").unwrap_or_default();
        if inside.starts_with("input") {
            let box_of_its_own = attribute(inside, "type").as_deref() == Some("checkbox");
            if !box_of_its_own || inside.ends_with(" checked") || inside.contains(" checked ") {
                pairs.push((name, attribute(inside, "value").unwrap_or_default()));
            }
        } else if inside.starts_with("textarea") {
            let (text, after) = after.split_once("</textarea>").unwrap();
            rest = after;
            // As browsers end lines.
            pairs.push((name, plain(text).replace("\r\n", "\n").replace('\n', "\r\n")));
        } else if inside.starts_with("select") {
            let (options, after) = after.split_once("</select>").unwrap();
            rest = after;
            let chosen = options.split("<option ").find(|option| option.contains(" selected>"));
            pairs.push((name, chosen.and_then(|option| attribute(option, "value")).unwrap_or_default()));
        }
    }
    pairs
}

/// The pairs as the body of a request.
pub(crate) fn body(pairs: &[(String, String)]) -> String {
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect::<Vec<_>>()
        .join("&")
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!("{name}=\"")).nth(1)?;
    Some(plain(value.split('"').next().unwrap()))
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
