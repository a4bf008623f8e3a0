//! Enumerations that have a code in a published code list (WorkNet/고용24 OpenAPI). The code is what rows, files
//! and feeds carry; labels come from the code-list table.

/// Declares an enumeration whose variants are the entries of one code list.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident in $list:literal { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[allow(missing_docs, reason = "the code list says it")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl $name {
            /// Name of the code list this belongs to.
            pub const LIST: &'static str = $list;
            /// Every entry, in the list's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The published code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The entry with this code, if there is one.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let code = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                Self::from_code(&code)
                    .ok_or_else(|| serde::de::Error::custom(format!("`{code}` is not a code of {}", $list)))
            }
        }
    };
}

coded! {
    /// Pay form (임금형태).
    WageForm in "salTp" { Hourly = "H", Daily = "D", Monthly = "M", Yearly = "Y" }
}
coded! {
    /// Schooling (학력), in rising order after `Any`.
    Education in "education" {
        /// Makes no difference (무관).
        Any = "00",
        Primary = "01", Middle = "02", High = "03",
        /// Two- or three-year college.
        Associate = "04",
        /// Four-year university.
        Bachelor = "05",
        Master = "06", Doctor = "07",
    }
}
coded! {
    /// Asked experience (경력).
    CareerKind in "career" {
        /// Newcomers (신입).
        New = "N",
        /// Experienced (경력).
        Experienced = "E",
        /// Either (관계없음).
        Any = "Z",
    }
}
coded! {
    /// Employment type (고용형태).
    EmploymentType in "empTp" {
        /// No fixed term.
        Indefinite = "10",
        /// No fixed term, part-time by choice.
        IndefinitePartTime = "11",
        /// Fixed term.
        FixedTerm = "20",
        /// Fixed term, part-time by choice.
        FixedTermPartTime = "21",
        /// Dispatched (파견).
        Dispatched = "4",
        /// Stand-in for someone on leave (대체인력).
        Substitute = "Y",
    }
}
coded! {
    /// Days worked (근무형태).
    WorkPattern in "holidayTp" { FiveDays = "1", SixDays = "2", AlternateSaturdays = "3", Other = "9" }
}
coded! {
    /// Kind of enterprise (기업형태).
    EnterpriseKind in "coTp" {
        Large = "01", Venture = "03", Public = "04", Foreign = "05",
        /// 청년친화강소기업.
        YouthFriendly = "09",
    }
}
coded! {
    /// Benefits at work (근무편의).
    Welfare in "welfare" {
        Dormitory = "01", CommuterBus = "02", Lunch = "04", HousingFund = "06", Other = "09",
        CarAllowance = "11", Training = "12", Tuition = "13",
    }
}
coded! {
    /// Preferred applicants (우대조건).
    Preference in "pfPreferential" {
        HasCar = "05", PromotionSubsidy = "07", Veteran = "08", LongServiceSoldier = "09",
        NorthKoreanDefector = "10", Driver = "14", Disabled = "S", Senior = "B",
    }
}
coded! {
    /// Computer skills (컴퓨터활용).
    ComputerSkill in "comPreferential" {
        WordProcessing = "1", Spreadsheet = "2", Presentation = "4", Accounting = "6", Other = "9",
    }
}
coded! {
    /// Foreign languages (외국어).
    Language in "foreignLanguage" {
        English = "01", Japanese = "02", German = "03", French = "04", Spanish = "05", Chinese = "07",
        Russian = "08", Arabic = "09", Vietnamese = "10", Thai = "16", Korean = "20", Mongolian = "22",
        Indonesian = "40", Uzbek = "68", Nepali = "71",
    }
}
