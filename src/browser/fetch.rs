//! GET requests with streamed bodies. No credentials, no referrer, no cache, no redirects; dropping ends them.

use futures_util::stream::{LocalBoxStream, StreamExt, unfold};
use js_sys::{Array, Reflect, Uint8Array};
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
struct Request(AbortController);

impl Drop for Request {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends a GET request.
///
/// # Errors
/// [`Failed`] when no answer came.
pub async fn get(url: &str, authorization: Option<&str>) -> Result<Fetched, Failed> {
    let request = Request(AbortController::new().map_err(failed)?);
    let headers = web_sys::Headers::new().map_err(failed)?;
    if let Some(value) = authorization {
        headers.set("Authorization", value).map_err(failed)?;
    }
    let init = web_sys::RequestInit::new();
    init.set_method("GET");
    init.set_headers_headers(&headers);
    init.set_credentials(web_sys::RequestCredentials::Omit);
    init.set_referrer_policy(web_sys::ReferrerPolicy::NoReferrer);
    init.set_cache(web_sys::RequestCache::NoStore);
    init.set_redirect(web_sys::RequestRedirect::Error);
    init.set_signal(Some(&request.0.signal()));
    let answer = web_sys::window()
        .ok_or(Failed)?
        .fetch_with_str_and_init(url, &init);
    let response: web_sys::Response = JsFuture::from(answer)
        .await
        .map_err(failed)?
        .dyn_into()
        .map_err(failed)?;
    Ok(Fetched {
        status: response.status(),
        headers: headers_of(&response),
        body: body_of(&response, request),
    })
}

fn headers_of(response: &web_sys::Response) -> Vec<(String, String)> {
    let Ok(Some(entries)) = js_sys::try_iter(&response.headers()) else {
        return Vec::new();
    };
    entries
        .filter_map(|entry| {
            let pair: Array = entry.ok()?.dyn_into().ok()?;
            Some((
                pair.get(0).as_string()?.to_ascii_lowercase(),
                pair.get(1).as_string()?,
            ))
        })
        .collect()
}

fn body_of(
    response: &web_sys::Response,
    request: Request,
) -> LocalBoxStream<'static, Result<Vec<u8>, Failed>> {
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

async fn read(reader: &ReadableStreamDefaultReader) -> Result<Option<Vec<u8>>, JsValue> {
    let chunk = JsFuture::from(reader.read()).await?;
    if Reflect::get(&chunk, &"done".into())?.is_truthy() {
        return Ok(None);
    }
    let bytes: Uint8Array = Reflect::get(&chunk, &"value".into())?.dyn_into()?;
    Ok(Some(bytes.to_vec()))
}

fn failed(_: impl Into<JsValue>) -> Failed {
    Failed
}
