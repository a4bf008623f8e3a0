//! Which addresses are the public net: everything else is inside some machine or network, and asking there would turn
//! this program into somebody's hand behind the wall.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;

/// Whether an address of the web names an inner host by its spelling alone. Numbers in any spelling were made addresses
/// when it was parsed.
pub(super) fn is_inner_host(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return true };
    if let Some(inside) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return !inside.parse::<Ipv6Addr>().is_ok_and(|ip| is_public(IpAddr::V6(ip)));
    }
    if let Ok(ip) = host.parse::<Ipv4Addr>() {
        return !is_public(IpAddr::V4(ip));
    }
    let name = host.trim_end_matches('.');
    // A name of one word is looked up in the own network.
    let local = ["localhost", "local", "internal", "intranet", "lan", "home.arpa", "localdomain"];
    !name.contains('.') || local.iter().any(|end| name == *end || name.ends_with(&format!(".{end}")))
}

/// Whether an address is one that anybody in the world would reach.
pub(super) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let reserved = matches!(
        (a, b, c),
        (0 | 10 | 127, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
            | (224.., _, _)
    );
    !reserved
}

/// Only what is given out to the net (2000::/3), without what carries an address of version 4 inside it or is for tests:
/// mapped, compatible, NAT64, Teredo and 6to4 addresses all lead to an address that was not looked at.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let given_out = a & 0xe000 == 0x2000;
    let special = (a == 0x2001 && (b < 0x0200 || b == 0x0db8)) || a == 0x2002 || (a == 0x3fff && b < 0x1000);
    given_out && !special
}
