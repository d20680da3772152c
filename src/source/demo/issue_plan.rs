//! The sixty issues of the demo: what breaks, since which release, until which.

use super::story::{ANDROID, IOS, WEB};
use Fate::{Closed, FixedIn, Ignored, Open, Regressed};
use Kind::{Anr, Crash, Error, Unhandled, Warning};

/// What kind of session end reports an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A crashed session.
    Crash,
    /// An abnormal session.
    Anr,
    /// A session with an unhandled error.
    Unhandled,
    /// A session with handled errors.
    Error,
    /// Likewise, but only a warning.
    Warning,
}

/// What became of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Still there.
    Open,
    /// Gone since this version.
    FixedIn(&'static str),
    /// Gone since the first version, back since the second.
    Regressed(&'static str, &'static str),
    /// Resolved by hand so many days ago, and gone.
    Closed(i64),
    /// Nobody cares.
    Ignored,
}

/// An issue as it is planned.
pub struct IssuePlan {
    /// Index of its project.
    pub project: usize,
    /// What reports it.
    pub kind: Kind,
    /// Version (without package) it came with.
    pub since: &'static str,
    /// How often it is the one, among those of its kind.
    pub weight: f64,
    /// Exception and message.
    pub title: &'static str,
    /// Where.
    pub culprit: &'static str,
    /// What became of it.
    pub fate: Fate,
}

const fn issue(
    project: usize,
    kind: Kind,
    since: &'static str,
    weight: f64,
    fate: Fate,
    title: &'static str,
    culprit: &'static str,
) -> IssuePlan {
    IssuePlan {
        project,
        kind,
        since,
        weight,
        title,
        culprit,
        fate,
    }
}

/// All of them, each project's oldest first.
#[rustfmt::skip]
pub const ISSUES: [IssuePlan; 60] = [
    issue(IOS, Crash, "8.0.4+1990", 3.0, Open, "EXC_BAD_ACCESS: Attempted to dereference null pointer", "ImageCache.decode(_:)"),
    issue(IOS, Error, "8.0.4+1990", 5.0, Open, "URLError: The request timed out.", "CatalogService.fetchPage(_:)"),
    issue(IOS, Unhandled, "8.0.4+1990", 1.0, Open, "NSInvalidArgumentException: unrecognized selector sent to instance", "PushHandler.didReceive(_:)"),
    issue(IOS, Anr, "8.0.4+1990", 2.0, Open, "App Hanging: The main thread was blocked for more than 2000 ms", "ProductListViewController.reload()"),
    issue(IOS, Crash, "8.1.0+2007", 1.5, FixedIn("8.3.0+2023"), "Fatal error: Index out of range", "WishlistDataSource.item(at:)"),
    issue(IOS, Error, "8.1.0+2007", 2.0, Closed(17), "DecodingError: Expected Double but found a string instead", "PriceParser.parse(_:)"),
    issue(IOS, Crash, "8.2.0+2014", 2.0, Regressed("8.2.1+2016", "8.4.1+2034"), "Fatal error: Unexpectedly found nil while unwrapping an Optional value", "CartViewModel.total.getter"),
    issue(IOS, Warning, "8.2.0+2014", 1.5, Open, "Slow image decode on main thread", "HeroBanner.layoutSubviews()"),
    issue(IOS, Crash, "8.3.0+2023", 1.6, FixedIn("8.4.0+2031"), "NSInternalInconsistencyException: Invalid update: invalid number of rows in section 0", "OrdersTable.apply(_:)"),
    issue(IOS, Error, "8.3.0+2023", 1.4, Open, "CLError: kCLErrorDenied", "StoreFinder.locate()"),
    issue(IOS, Anr, "8.3.0+2023", 1.0, FixedIn("8.5.0+2041"), "App Hanging: Core Data fetch on main thread", "RecentlyViewed.refresh()"),
    issue(IOS, Error, "8.4.0-rc.1+2029", 0.8, FixedIn("8.4.0+2031"), "AssertionError: voucher code must not be empty", "VoucherField.validate()"),
    issue(IOS, Crash, "8.4.0+2031", 30.0, FixedIn("8.4.1+2034"), "EXC_BAD_ACCESS: Over-released object in applyVoucher", "CheckoutCoordinator.applyVoucher(_:)"),
    issue(IOS, Crash, "8.4.0+2031", 9.0, FixedIn("8.4.1+2034"), "Fatal error: Unexpectedly found nil while unwrapping an Optional value", "PaymentSheet.selectedMethod.getter"),
    issue(IOS, Error, "8.4.0+2031", 6.0, FixedIn("8.4.1+2034"), "APIError: 422 voucher_already_applied", "CheckoutService.submit(_:)"),
    issue(IOS, Error, "8.4.0+2031", 2.5, FixedIn("8.4.1+2034"), "DecodingError: No value associated with key \"discount\"", "CartResponse.init(from:)"),
    issue(IOS, Error, "8.4.0+2031", 1.0, FixedIn("8.4.1+2034"), "StoreKitError: Product identifiers could not be validated", "GiftCardStore.load()"),
    issue(IOS, Error, "8.4.0+2031", 1.0, FixedIn("8.5.0+2041"), "KeychainError: errSecInteractionNotAllowed (-25308)", "SessionStore.restore()"),
    issue(IOS, Crash, "8.4.0+2031", 4.0, FixedIn("8.5.0+2041"), "NSRangeException: index 3 beyond bounds [0 .. 2]", "VoucherCarousel.cell(for:)"),
    issue(IOS, Crash, "8.5.0-beta.1+2036", 4.0, FixedIn("8.5.0-beta.2+2039"), "Thread 1: signal SIGABRT in SwiftUI layout", "ReviewsView.body.getter"),
    issue(IOS, Error, "8.5.0-beta.1+2036", 2.0, Open, "URLError: The network connection was lost.", "ReviewUploader.send(_:)"),
    issue(IOS, Error, "8.5.0+2041", 1.5, Open, "ARError: World tracking failed", "TryItOn.startSession()"),
    issue(IOS, Crash, "8.5.0+2041", 1.0, Open, "EXC_BREAKPOINT: Dispatch queue assertion failed", "TryItOn.updateAnchor(_:)"),

    issue(ANDROID, Crash, "4.9.3+40930", 2.5, Open, "OutOfMemoryError: Failed to allocate a 8294412 byte allocation", "com.acme.shop.image.BitmapPool.get"),
    issue(ANDROID, Error, "4.9.3+40930", 5.0, Open, "SocketTimeoutException: timeout", "com.acme.shop.net.CatalogApi.page"),
    issue(ANDROID, Anr, "4.9.3+40930", 1.5, Open, "ANR: Input dispatching timed out", "com.acme.shop.home.HomeActivity.onResume"),
    issue(ANDROID, Unhandled, "4.9.3+40930", 1.0, Open, "CancellationException: Job was cancelled", "com.acme.shop.search.SearchViewModel.query"),
    issue(ANDROID, Crash, "4.10.0+41000", 1.5, FixedIn("4.12.0+41200"), "IllegalStateException: Fragment not attached to a context", "com.acme.shop.cart.CartFragment.render"),
    issue(ANDROID, Crash, "4.10.0+41000", 1.2, Closed(21), "ClassCastException: ShareActivity cannot be cast to Host", "com.acme.shop.share.ShareSheet.open"),
    issue(ANDROID, Warning, "4.10.0+41000", 1.0, Ignored, "Skipped 42 frames: too much work on the main thread", "com.acme.shop.home.BannerPager"),
    issue(ANDROID, Crash, "4.11.0+41100", 2.0, Regressed("4.12.0+41200", "4.13.0+41300"), "NullPointerException: Attempt to invoke virtual method 'getId()' on a null object", "com.acme.shop.wishlist.WishlistRepo.merge"),
    issue(ANDROID, Error, "4.11.0+41100", 0.8, Closed(6), "BillingException: SERVICE_DISCONNECTED", "com.acme.shop.pay.Billing.query"),
    issue(ANDROID, Anr, "4.12.0-rc.1+41190", 2.0, FixedIn("4.12.1+41203"), "ANR: Broadcast of Intent timed out", "com.acme.shop.push.PushReceiver.onReceive"),
    issue(ANDROID, Anr, "4.12.0+41200", 22.0, FixedIn("4.12.1+41203"), "ANR: SharedPreferences commit on main thread", "com.acme.shop.cart.CartStore.persist"),
    issue(ANDROID, Anr, "4.12.0+41200", 6.0, FixedIn("4.12.1+41203"), "ANR: SQLiteConnectionPool waits for a connection", "com.acme.shop.cart.CartDao.items"),
    issue(ANDROID, Error, "4.12.0+41200", 1.5, FixedIn("4.13.0+41300"), "SQLiteDatabaseLockedException: database is locked", "com.acme.shop.cart.CartDao.upsert"),
    issue(ANDROID, Crash, "4.12.0+41200", 1.4, Open, "RuntimeException: Unable to start service intent", "com.acme.shop.sync.SyncService.start"),
    issue(ANDROID, Crash, "4.12.1+41203", 0.9, Open, "IndexOutOfBoundsException: Inconsistency detected. Invalid view holder adapter position", "com.acme.shop.orders.OrdersAdapter"),
    issue(ANDROID, Error, "4.12.1+41203", 1.2, FixedIn("4.13.0+41300"), "SSLHandshakeException: Chain validation failed", "com.acme.shop.net.Client.connect"),
    issue(ANDROID, Crash, "4.13.0-beta.1+41290", 5.0, FixedIn("4.13.0+41300"), "UnsatisfiedLinkError: No implementation found for nativeInit", "com.acme.shop.ar.TryOn.nativeInit"),
    issue(ANDROID, Error, "4.13.0+41300", 1.6, Open, "HttpException: HTTP 409 cart_version_conflict", "com.acme.shop.cart.CartSync.push"),
    issue(ANDROID, Error, "4.13.0+41300", 2.0, Open, "JsonDataException: Required value 'price' missing", "com.acme.shop.catalog.ProductAdapter.fromJson"),
    issue(ANDROID, Crash, "4.13.0+41300", 0.8, Open, "SecurityException: Permission denial: POST_NOTIFICATIONS", "com.acme.shop.push.Channels.create"),

    issue(WEB, Error, "3.24.0", 4.0, Open, "TypeError: Failed to fetch", "api/client in request"),
    issue(WEB, Unhandled, "3.24.0", 2.0, Open, "ChunkLoadError: Loading chunk 417 failed", "webpack/runtime in requireEnsure"),
    issue(WEB, Crash, "3.24.0", 2.0, Open, "RangeError: Maximum call stack size exceeded", "components/Filters in sync"),
    issue(WEB, Warning, "3.24.0", 1.5, Ignored, "ResizeObserver loop completed with undelivered notifications.", "window.onerror"),
    issue(WEB, Error, "3.25.0", 1.2, Closed(19), "SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON", "api/client in parse"),
    issue(WEB, Unhandled, "3.26.0", 1.0, Regressed("3.26.1", "3.28.0"), "Error: Minified React error #418", "react-dom in throwOnHydrationMismatch"),
    issue(WEB, Unhandled, "7f3c9a41d2e85b6c0f9e1a7d4b38c56e2a90f1d7", 2.0, FixedIn("3.27.0"), "ReferenceError: __CONSENT__ is not defined", "consent/banner in boot"),
    issue(WEB, Error, "3.27.0", 4.0, Open, "AxiosError: Request failed with status code 504", "recommendations/feed in load"),
    issue(WEB, Unhandled, "3.27.0", 3.0, Open, "TypeError: t.items.map is not a function", "recommendations/Carousel in render"),
    issue(WEB, Unhandled, "3.27.1", 1.0, FixedIn("3.28.1"), "TypeError: Cannot read properties of undefined (reading 'sku')", "components/ProductCard in render"),
    issue(WEB, Error, "3.28.0", 3.5, Open, "AbortError: signal is aborted without reason", "recommendations/feed in retry"),
    issue(WEB, Error, "3.28.0", 0.9, FixedIn("3.29.0"), "InvalidStateError: Payment request already in progress", "checkout/applePay in show"),
    issue(WEB, Warning, "3.28.1", 2.0, Open, "Recommendation cache grows beyond 50 MB", "recommendations/cache in put"),
    issue(WEB, Error, "3.28.1", 1.0, Open, "QuotaExceededError: Failed to execute 'setItem' on 'Storage'", "state/persist in save"),
    issue(WEB, Error, "3.29.0", 3.0, Open, "AxiosError: timeout of 8000ms exceeded", "recommendations/feed in refresh"),
    issue(WEB, Unhandled, "3.30.0", 3.0, Open, "TypeError: Cannot set properties of null (setting 'innerHTML')", "recommendations/Slot in mount"),
    issue(WEB, Crash, "3.30.0", 1.0, Open, "Out of memory: Array buffer allocation failed", "recommendations/cache in grow"),
];
