//! A served city to ask.

use std::sync::Arc;

use app::demo::Sizes;
use app::testing::TestCity;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use domain::Role;
use domain::id::OpeningId;
use tower::ServiceExt;

/// A running site.
pub(crate) struct Site {
    pub(crate) city: TestCity,
    router: Router,
}

/// An answer, read.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) text: String,
}

impl Site {
    /// The invented city with a few openings.
    pub(crate) async fn new() -> Self {
        let site = Self::starting().await;
        site.city.settle().await;
        site
    }

    /// A city without anything in it.
    pub(crate) async fn empty(city: &str) -> Self {
        let city = TestCity::of_with(city, web::MESSAGES).await;
        let router = web::router(city.app.clone(), web::Settings::default());
        Self { city, router }
    }

    /// The same before what is kept in memory for the staff's pages was gathered.
    pub(crate) async fn starting() -> Self {
        let city = TestCity::of_with("haneul", web::MESSAGES).await;
        let sizes = Sizes { employers: 12, openings: 60, seekers: 5 };
        let ctx = city.app.system_ctx();
        app::populate::demo_city(&ctx, &city.app, [3; 32], &sizes, &|_, _| {}).await.unwrap();
        let today = ctx.today();
        city.app.projection.rebuild(&city.app.store, city.app.tenant, today).await.unwrap();
        let settings =
            web::Settings { max_upload_bytes: 200_000, behind_proxy: true, ..web::Settings::default() };
        let router = web::router(city.app.clone(), settings);
        Self { city, router }
    }

    /// A machine of that city away from home, with nothing on it yet.
    pub(crate) async fn away() -> Self {
        let home = TestCity::of("haneul").await;
        let operator = home.as_role(Role::Operator).await;
        let areas = domain::area::AreaCode::parse("99110").into_iter().collect();
        let form = app::node::Form { name: "Bus".into(), mark: "B1".into(), areas, staff: Vec::new() };
        let (node, code) = app::node::invite(&operator, &home.app, form).await.unwrap();
        let applicant = app::outpost::Applicant {
            home: "https://home.example".to_owned(),
            trusted: None,
            addresses: vec!["192.168.50.1".parse().unwrap()],
            seeds: [[1; 32], [2; 32], [3; 32]],
        };
        let asked = applicant.application(&code).unwrap();
        let answer = app::node::admit(&home.app.system_ctx(), &home.app, "test", &asked).await.unwrap();
        let papers = applicant.papers((home.app.ambient.now)(), &answer).unwrap();
        let city = home.outpost_with(node, "B1", web::MESSAGES).await;
        city.app.away(papers, Arc::new(|_| true)).unwrap();
        let router =
            web::router(city.app.clone(), web::Settings { offline: false, ..web::Settings::default() });
        city.settle().await;
        Self { city, router }
    }

    pub(crate) async fn get(&self, path: &str, role: Option<Role>) -> Answer {
        self.ask("GET", path, role, "", "application/x-www-form-urlencoded").await
    }

    pub(crate) async fn post(&self, path: &str, role: Option<Role>, body: &str) -> Answer {
        self.ask("POST", path, role, body, "application/x-www-form-urlencoded").await
    }

    pub(crate) async fn ask(
        &self,
        method: &str,
        path: &str,
        role: Option<Role>,
        body: &str,
        kind: &str,
    ) -> Answer {
        let token = match role {
            Some(role) => Some(self.city.token(role).await),
            None => None,
        };
        self.send(method, path, token.as_deref(), body.to_owned(), kind).await
    }

    /// Asks with a session that is already there.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: String,
        kind: &str,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, kind);
        if let Some(token) = token {
            request = request.header(header::COOKIE, format!("iljari={token}"));
        }
        let response: Response<Body> =
            self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 50_000_000).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Whether a page that is opened counts as somebody's work.
    pub(crate) async fn is_work(&self, path: &str, role: Option<Role>) -> bool {
        let mut request = Request::builder().uri(path).header(header::HOST, "127.0.0.1");
        if let Some(role) = role {
            request = request.header(header::COOKIE, format!("iljari={}", self.city.token(role).await));
        }
        let answer = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        answer.extensions().get::<web::Worked>().is_some()
    }

    /// As a program asks: with headers of its own, without a session.
    pub(crate) async fn with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = axum::body::to_bytes(body, 50_000_000).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    /// A form from an address, as the proxy in front tells it.
    pub(crate) async fn post_from(&self, from: &str, path: &str, body: &str) -> Answer {
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header(header::HOST, "127.0.0.1")
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", from)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()))
            .unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = axum::body::to_bytes(body, 50_000_000).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    /// Any opening that is listed.
    pub(crate) fn opening(&self) -> OpeningId {
        self.city.app.projection.with(|state| *state.openings.keys().next().unwrap())
    }

    pub(crate) fn app(&self) -> Arc<app::App> {
        self.city.app.clone()
    }
}
