//! Filters of the whole dashboard, each for the widgets of one data set: shown one by one, and a form for another one.

use crate::browser::chunk::chunk;
use crate::dashboard::complete::in_words;
use crate::dashboard::global_filter::GlobalFilter;
use crate::dashboard::model::DataSet;
use crate::dashboard::planner::conditions;
use crate::state::app::use_app;
use crate::ui::{Field, Glyph, Icon, Popover, PopoverHandle, TextField, Views, later};
use crate::view::condition_offers::ConditionOffers;
use futures_util::FutureExt;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// The filters that hold, and a way to add one.
#[component]
pub fn GlobalFilters() -> impl IntoView {
    let app = use_app();
    let filters = Memo::new(move |_| app.page.with(|page| page.global.clone()));
    let chip = move |filter: GlobalFilter| {
        let label = format!("{} {}", words(&filter), filter.value);
        let remove = {
            let filter = filter.clone();
            move |_| app.go(|page| page.global.retain(|known| *known != filter))
        };
        view! {
            <span class="filter-chip">
                <span class="filter-name">{words(&filter)}</span>
                <bdi class="filter-value">{filter.value.clone()}</bdi>
                <button type="button" aria-label=format!("Remove the filter {label}") on:click=remove>
                    <Icon glyph=Glyph::Close />
                </button>
            </span>
        }
    };
    let trigger = || {
        view! {
            <Icon glyph=Glyph::Steps />
            <span class="filter-name">"Add filter"</span>
        }
    };
    view! {
        {move || filters.get().into_iter().map(chip).views()}
        <Popover id="filter-more" class="button button-ghost filter" trigger=trigger label="Add filter" width=320.0>
            {move || later(|| form().map(Result::ok).boxed_local())}
        </Popover>
    }
}

fn words(filter: &GlobalFilter) -> String {
    match DataSet::from(filter.dataset.clone()) {
        DataSet::Health => "Sessions".to_owned(),
        DataSet::Issue => "Issues".to_owned(),
        DataSet::Foreign(name) => name,
    }
}

chunk! {
    in own;
    fn form() -> ViewFn {
        ViewFn::from(|| view! { <AddFilter /> })
    }
}

#[component]
fn AddFilter() -> impl IntoView {
    let app = use_app();
    let popover = expect_context::<PopoverHandle>();
    let text = RwSignal::new(String::new());
    let issues = RwSignal::new(false);
    let problem = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let value = text.get_untracked();
        let dataset = if issues.get_untracked() {
            DataSet::Issue
        } else {
            DataSet::Health
        };
        let fault = match (&dataset, value.trim()) {
            (_, "") => Some("Enter a condition.".to_owned()),
            (DataSet::Health, value) => conditions(value).err().map(in_words),
            _ => None,
        };
        match fault {
            Some(why) => problem.set(Some(why)),
            None => {
                let filter = GlobalFilter::new(dataset, &value);
                app.go(|page| page.global.push(filter));
                popover.close();
            }
        }
    };
    view! {
        <form class="range-form" novalidate on:submit=submit>
            <Field id="filter-of" label="For the widgets that show">
                <select class="input" id="filter-of" on:change:target=move |event| issues.set(event.target().value() == "issue")>
                    <option value="metrics">"Sessions"</option>
                    <option value="issue">"Issues"</option>
                </select>
            </Field>
            <TextField
                id="filter-value"
                label="Condition"
                placeholder="release:app@2.0.0"
                list="filter-value-offers"
                hint="release:, environment: or project:; ! for not."
                error=problem
                value=text
                on_input=move |typed| text.set(typed)
                first=true
            />
            <ConditionOffers id="filter-value-offers" text />
            <div class="range-row">
                <button type="submit" class="button button-secondary">"Add"</button>
            </div>
        </form>
    }
}
