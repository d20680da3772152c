//! GET requests with streamed bodies. No credentials, no referrer, no cache, no redirects; dropping ends them.

use futures_util::stream::{LocalBoxStream, StreamExt, unfold};
use gloo_net::http::{Method, RequestBuilder, Response};
use js_sys::{Reflect, Uint8Array};
use leptos::web_sys;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader};

/// No answer, or the end of one that was not complete. A browser does not say why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

/// The beginning of an answer.
pub struct Fetched {
    /// HTTP status.
    pub status: u16,
    /// Names in lower case. Of another origin's answer only those it exposes.
    pub headers: Vec<(String, String)>,
    /// The rest, as it comes. An error is the last item.
    pub body: LocalBoxStream<'static, Result<Vec<u8>, Failed>>,
}

/// Ends its request when dropped; of no effect once the body has been read to its end.
struct Open(AbortController);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends a GET request.
///
/// # Errors
/// [`Failed`] when no answer came.
pub async fn get(url: &str, authorization: Option<&str>) -> Result<Fetched, Failed> {
    let open = Open(AbortController::new().map_err(failed)?);
    let mut request = RequestBuilder::new(url)
        .method(Method::GET)
        .credentials(web_sys::RequestCredentials::Omit)
        .referrer_policy(web_sys::ReferrerPolicy::NoReferrer)
        .cache(web_sys::RequestCache::NoStore)
        .redirect(web_sys::RequestRedirect::Error)
        .abort_signal(Some(&open.0.signal()));
    if let Some(value) = authorization {
        request = request.header("Authorization", value);
    }
    let response = request.send().await.map_err(failed)?;
    let headers = response.headers().entries();
    Ok(Fetched {
        status: response.status(),
        headers: headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value))
            .collect(),
        body: body_of(&response, open),
    })
}

fn body_of(response: &Response, request: Open) -> LocalBoxStream<'static, Result<Vec<u8>, Failed>> {
    let reader = response.body().and_then(|body| {
        body.get_reader()
            .dyn_into::<ReadableStreamDefaultReader>()
            .ok()
    });
    unfold(reader.map(|reader| (reader, request)), |open| async move {
        let (reader, request) = open?;
        match read(&reader).await {
            Ok(Some(bytes)) => Some((Ok(bytes), Some((reader, request)))),
            Ok(None) => None,
            Err(error) => Some((Err(failed(error)), None)),
        }
    })
    .boxed_local()
}

/// The bytes of any stream, chunk by chunk.
pub fn stream_of(
    stream: &web_sys::ReadableStream,
) -> LocalBoxStream<'static, Result<Vec<u8>, Failed>> {
    let reader = stream
        .get_reader()
        .dyn_into::<ReadableStreamDefaultReader>()
        .ok();
    unfold(reader, |reader| async move {
        let reader = reader?;
        match read(&reader).await {
            Ok(Some(bytes)) => Some((Ok(bytes), Some(reader))),
            Ok(None) => None,
            Err(error) => Some((Err(failed(error)), None)),
        }
    })
    .boxed_local()
}

/// Whether anything answers at an address, even if this page may not read it. Nothing secret is sent.
pub async fn answers(url: &str) -> bool {
    let init = web_sys::RequestInit::new();
    init.set_mode(web_sys::RequestMode::NoCors);
    init.set_credentials(web_sys::RequestCredentials::Omit);
    init.set_referrer_policy(web_sys::ReferrerPolicy::NoReferrer);
    init.set_cache(web_sys::RequestCache::NoStore);
    let Some(window) = web_sys::window() else {
        return false;
    };
    JsFuture::from(window.fetch_with_str_and_init(url, &init))
        .await
        .is_ok()
}

async fn read(reader: &ReadableStreamDefaultReader) -> Result<Option<Vec<u8>>, JsValue> {
    let chunk = JsFuture::from(reader.read()).await?;
    if Reflect::get(&chunk, &"done".into())?.is_truthy() {
        return Ok(None);
    }
    let bytes: Uint8Array = Reflect::get(&chunk, &"value".into())?.dyn_into()?;
    Ok(Some(bytes.to_vec()))
}

fn failed<E>(_: E) -> Failed {
    Failed
}
