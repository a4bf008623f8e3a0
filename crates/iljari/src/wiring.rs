//! Putting the parts together: data directory, keys, store, city, application.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::App;
use documents::child::Reader;
use domain::city::City;
use domain::message::{Catalogue, Lang};
use domain::reference::Reference;
use store::{MasterKeys, Settings, Store, Url};

use crate::ambient;
use crate::command::Global;
use crate::failure::{Failure, of_store};

/// File of the rows in the data directory.
const DATABASE: &str = "iljari.db";
/// File of the master key.
const KEY: &str = "master.key";
/// File that remembers the city.
const CITY: &str = "city";

/// Everything a command needs to find its data.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) data: PathBuf,
    pub(crate) database: Option<String>,
    city: Option<String>,
    clock_file: Option<PathBuf>,
    pub(crate) lang: Lang,
    /// What the configuration file says; the command line was laid over what stands above.
    pub(crate) config: crate::config::Config,
}

impl Place {
    pub(crate) fn new(global: &Global) -> Result<Self, Failure> {
        let config = crate::config::Config::read(global.config.as_deref())?;
        Ok(Self {
            data: global.data.clone().or(config.data.clone()).unwrap_or_else(|| PathBuf::from("iljari-data")),
            database: global.database.clone().or(config.database.clone()),
            city: global.city.clone().or(config.city.clone()),
            clock_file: global.clock_file(),
            lang: global.lang,
            config,
        })
    }

    /// The same circumstances over another directory.
    pub(crate) fn at(&self, data: &Path) -> Self {
        Self { data: data.to_owned(), database: None, ..self.clone() }
    }

    pub(crate) fn database_file(&self) -> PathBuf {
        self.data.join(DATABASE)
    }

    pub(crate) fn key_file(&self) -> PathBuf {
        self.data.join(KEY)
    }

    pub(crate) fn erasures_file(&self) -> PathBuf {
        self.data.join(store::erasure::FILE)
    }

    pub(crate) fn catalogue(&self) -> Catalogue {
        let parts = [app::MESSAGES, documents::MESSAGES, matching::MESSAGES, web::MESSAGES];
        Catalogue::new(&parts.into_iter().flatten().copied().collect::<Vec<_>>())
    }

    /// The city asked for, else the one the data directory remembers, else the default one. A directory
    /// belongs to one city: another one asked for by mistake would start an empty system beside it.
    pub(crate) fn city(&self) -> Result<City, Failure> {
        let remembered =
            std::fs::read_to_string(self.data.join(CITY)).ok().map(|name| name.trim().to_owned());
        let default = || City::embedded_names().into_iter().next();
        let Some(name) = self.city.clone().or(remembered.clone()).or_else(default) else {
            return Err(Failure::new("choose a city").hint("give one with --city"));
        };
        let city = load_city(&name)?;
        match remembered
            .filter(|remembered| *remembered != name)
            .map(|other| load_city(&other))
            .transpose()?
        {
            Some(other) if other.id() != city.id() => Err(Failure::new(format!("use the city `{name}`"))
                .cause(format!("{} holds the city `{}`", self.data.display(), other.id()))
                .hint("choose another directory with --data, or leave --city out")),
            _ => Ok(city),
        }
    }

    /// The city asked for, else this one.
    pub(crate) fn city_or(&self, name: &str) -> Result<City, Failure> {
        load_city(self.city.as_deref().unwrap_or(name))
    }

    /// Opens the store, making directory and key on first use.
    pub(crate) async fn store(&self) -> Result<Store, Failure> {
        let what = format!("use the data directory {}", self.data.display());
        let hint = "choose another with --data, or make it writable";
        std::fs::create_dir_all(&self.data)
            .map_err(|error| Failure::new(&what).because(&error).hint(hint))?;
        let keys = MasterKeys::load_or_create(&self.key_file(), ambient::seed())
            .map_err(|error| Failure::new(&what).cause(KEY).because(&error).hint(hint))?;
        let url = match &self.database {
            Some(url) => Url::Postgres(url.clone()),
            None => Url::Sqlite(self.database_file()),
        };
        Store::open(Settings::new(url, keys)).await.map_err(|error| of_store("open the database", &error))
    }

    /// The whole system.
    pub(crate) async fn app(&self) -> Result<Arc<App>, Failure> {
        let city = self.city()?;
        let store = self.store().await?;
        // A city given by path is remembered by path, so that the next command finds it again.
        let _ = std::fs::write(self.data.join(CITY), self.city.as_deref().unwrap_or(city.id()));
        let ambient = ambient::real(self.clock_file.clone());
        let app = App::open(store, city, reference()?, reader()?, ambient, web::MESSAGES).await;
        let app =
            app.map_err(|error| Failure::of_app("open the system", &self.catalogue(), self.lang, &error))?;
        let outward = app::outward::Outward::new(self.config.allowed_hosts.clone());
        Ok(Arc::new(app.reaching(outward)))
    }

    /// Now, on the real or the test clock.
    pub(crate) fn ambient(&self) -> app::Ambient {
        ambient::real(self.clock_file.clone())
    }
}

/// A city built in, or one described in a file.
fn load_city(name: &str) -> Result<City, Failure> {
    let what = format!("load the city `{name}`");
    let path = Path::new(name);
    if path.extension().is_none_or(|extension| extension != "toml") {
        return City::embedded(name).map_err(|error| Failure::new(what).because(&error));
    }
    let text = std::fs::read_to_string(path).map_err(|error| Failure::new(&what).because(&error))?;
    let folder = path.parent().unwrap_or(Path::new(".")).to_owned();
    City::load(&text, reference()?, &|relative| std::fs::read_to_string(folder.join(relative)).ok())
        .map_err(|error| Failure::new(what).because(&error))
}

/// Facts of the country.
pub(crate) fn reference() -> Result<&'static Reference, Failure> {
    Reference::embedded().map_err(|error| Failure::new("read the reference tables").because(&error))
}

/// This very program, which reads files in a limited child of itself.
pub(crate) fn reader() -> Result<Reader, Failure> {
    let program = std::env::current_exe()
        .map_err(|error| Failure::new("find this program's own file").because(&error))?;
    Ok(Reader::new(program, ["read-table"]))
}
