//! The city's own authority for the certificates of machines, so that tablets on a bus speak TLS with it where there is no network.
//!
//! Its key follows from the key of the hashes and is never stored. It can vouch for addresses of private networks and names under
//! `iljari.internal` only: a tablet that trusts it trusts it for nothing else.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::Ctx;
use domain::message::Message;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use p256::pkcs8::EncodePrivateKey;
use p256::{PublicKey, SecretKey};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, PublicKeyData, SanType,
    SerialNumber, SignatureAlgorithm,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{App, Error};

/// Addresses of one machine at most.
const ADDRESSES: usize = 8;
/// The name under which machines have names.
const ZONE: &str = "iljari.internal";
/// Networks that nobody else reaches (RFC 1918, RFC 4193), and the machine itself.
const NETWORKS: &[&str] = &["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16"];
/// The first and the last year of the authority, wide enough for every clock.
const YEARS: (i32, i32) = (2000, 2099);
/// How long a machine's own certificate holds: no longer than tablets take one of an authority that they were given (825 days).
const HOLDS: SignedDuration = SignedDuration::from_hours(24 * 820);

/// The authority's certificate in PEM: what is installed on tablets.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn certificate(app: &App) -> Result<String, Error> {
    let key = key(app)?;
    Ok(authority(app)?.self_signed(&key).map_err(Error::internal)?.pem())
}

/// The SHA-256 of a certificate in PEM, as tablets show it. The same authority signs itself anew each time, so that each of its
/// certificates has another.
pub fn fingerprint(pem: &str) -> String {
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = BASE64.decode(body).unwrap_or_default();
    let pairs: Vec<String> = Sha256::digest(der).iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(":")
}

/// What a machine wants a certificate for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Its key: an uncompressed point of P-256, base64.
    pub tls_key: String,
    /// Where tablets find it on its own network.
    pub addresses: Vec<IpAddr>,
}

/// A certificate, in PEM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Of the machine.
    pub chain: String,
    /// Until when it holds.
    pub until: Timestamp,
}

/// A certificate for a machine's key, for its name and the addresses where tablets find it.
///
/// # Errors
/// [`Error::Invalid`] at `keys` or `addresses` when they are none that may be vouched for.
pub(crate) fn issue(ctx: &Ctx, app: &App, mark: &str, wanted: &Wanted) -> Result<Certificate, Error> {
    let point = BASE64.decode(&wanted.tls_key).ok().filter(|point| PublicKey::from_sec1_bytes(point).is_ok());
    let point = point.ok_or_else(|| Error::field("keys", Message::new("node-keys")))?;
    if wanted.addresses.len() > ADDRESSES || !wanted.addresses.iter().copied().all(may) {
        return Err(Error::field("addresses", Message::new("node-addresses")));
    }
    let mut params = CertificateParams::new(vec![name(mark)]).map_err(Error::internal)?;
    let own = IpAddr::from([127, 0, 0, 1]);
    params.subject_alt_names.extend(wanted.addresses.iter().chain([&own]).map(|ip| SanType::IpAddress(*ip)));
    params.distinguished_name = named(&name(mark));
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.serial_number = Some(SerialNumber::from_slice(&ctx.random::<16>()));
    params.use_authority_key_identifier_extension = true;
    let until = ctx.now + HOLDS;
    let day = |at: Timestamp| {
        let day = TimeZone::UTC.to_datetime(at).date();
        rcgen::date_time_ymd(day.year().into(), day.month().unsigned_abs(), day.day().unsigned_abs())
    };
    // A tablet's clock may be a little behind.
    params.not_before = day(ctx.now - SignedDuration::from_hours(48));
    params.not_after = day(until);
    let issuer = Issuer::new(authority(app)?, key(app)?);
    let chain = params.signed_by(&Point(point), &issuer).map_err(Error::internal)?.pem();
    Ok(Certificate { chain, until })
}

/// Whether an address is one that the authority may vouch for.
fn may(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => four.is_private() || four.is_loopback() || four.is_link_local(),
        IpAddr::V6(_) => false,
    }
}

/// What a machine is called where names are found.
fn name(mark: &str) -> String {
    format!("{}.{ZONE}", mark.to_lowercase())
}

fn authority(app: &App) -> Result<CertificateParams, Error> {
    let mut params = CertificateParams::default();
    params.distinguished_name = named(&format!("Iljari {} machines", app.city.name_en()));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let networks = NETWORKS.iter().filter_map(|net| net.parse::<CidrSubnet>().ok());
    let mut permitted = vec![GeneralSubtree::DnsName(ZONE.to_owned())];
    permitted.extend(networks.map(GeneralSubtree::IpAddress));
    params.name_constraints =
        Some(NameConstraints { permitted_subtrees: permitted, excluded_subtrees: Vec::new() });
    // The same every time: it is never stored.
    params.serial_number = Some(SerialNumber::from(1));
    params.not_before = rcgen::date_time_ymd(YEARS.0, 1, 1);
    params.not_after = rcgen::date_time_ymd(YEARS.1, 12, 31);
    Ok(params)
}

fn named(common: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common);
    name
}

fn key(app: &App) -> Result<KeyPair, Error> {
    pair(&app.store.keys().derive(app.tenant, "node-authority"))
}

/// A key pair for certificates that follows from thirty-two random bytes.
///
/// # Errors
/// For bytes that are no scalar of the curve: one in four thousand million.
pub(crate) fn pair(seed: &[u8; 32]) -> Result<KeyPair, Error> {
    let secret = SecretKey::from_slice(seed).map_err(Error::internal)?;
    let der = secret.to_pkcs8_der().map_err(Error::internal)?;
    KeyPair::try_from(der.as_bytes()).map_err(Error::internal)
}

/// A public key that came from a machine.
struct Point(Vec<u8>);

impl PublicKeyData for Point {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &rcgen::PKCS_ECDSA_P256_SHA256
    }
}
