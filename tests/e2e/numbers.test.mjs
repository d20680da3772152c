// Every number of both dashboards, under several filters, equals an independent computation over the same raw sessions.
import { after, before as beforeAll, test } from "node:test";
import { NOW, startBackend } from "./support/backend.mjs";
import { startBrowser, withPage } from "./support/browser.mjs";
import { close, sameSeries, short } from "./support/compare.mjs";
import { bigNumber, readSeries, readTable, stateOf } from "./support/contract.mjs";
import * as oracle from "./support/oracle.mjs";
import assert from "node:assert/strict";

const now = Date.parse(NOW);
let backend, browser, rows, releases, issues, projects;

beforeAll(async () => {
  [backend, browser] = await Promise.all([startBackend(), startBrowser()]);
  rows = oracle.prepare(await backend.sessions());
  releases = await backend.list("/releases/?status=&per_page=100&statsPeriod=90d");
  issues = await backend.list("/issues/?query=&limit=100&statsPeriod=90d");
  projects = await backend.api("/projects/");
});
after(async () => {
  await browser?.close();
  await backend?.stop();
});

/** A view of the page: its query string, and the same said in numbers. */
function view(text) {
  const query = new URLSearchParams(text);
  const period = query.get("statsPeriod") ?? "14d";
  const from = query.has("start") ? Date.parse(query.get("start")) : now - oracle.millis(period);
  const to = query.has("end") ? Date.parse(query.get("end")) : now;
  const interval = query.has("interval") ? oracle.millis(query.get("interval")) : oracle.sessionInterval(to - from);
  const filter = {
    projects: query.getAll("project").map(Number),
    environments: query.getAll("environment"),
    releases: query.getAll("release"),
  };
  const window = oracle.windowOf(from, to, interval);
  return { query, from, to, filter, window, rows: oracle.select(rows, window, filter), previous: oracle.select(rows, oracle.before(window), filter) };
}

const byStatus = (seen, name, value) => ({
  starts: seen.window.starts,
  series: Object.fromEntries(oracle.STATUSES.map((status) => [name(status), oracle.overTime(seen.rows, seen.window, (counts) => value(counts, status))])),
});

function byRelease(seen, versions, value, other) {
  const groups = oracle.groupBy(seen.rows, (row) => row.release);
  const all = oracle.overTime(seen.rows, seen.window, (counts) => counts.sessions.all);
  const series = Object.fromEntries(
    versions.map((version) => [short(version), oracle.overTime(groups.get(version), seen.window, (counts) => counts.sessions).map((counts, at) => value(counts, all[at]))]),
  );
  if (other) {
    const rest = seen.rows.filter((row) => !versions.includes(row.release));
    series.Other = oracle.overTime(rest, seen.window, (counts) => counts.sessions).map((counts, at) => value(counts, all[at]));
  }
  return { starts: seen.window.starts, series };
}

async function issueSeries(seen, parameters) {
  const window = oracle.issueWindow(seen.from, seen.to);
  const query = new URLSearchParams({ start: new Date(seen.from).toISOString(), end: new Date(seen.to).toISOString(), interval: `${window.interval / 60_000}m` });
  for (const id of seen.filter.projects) query.append("project", id);
  for (const name of seen.filter.environments) query.append("environment", name);
  for (const [key, value] of parameters) query.append(key, value);
  return { window, answer: await backend.api(`/issues-timeseries/?${query}`) };
}

const VIEWS = [
  "?statsPeriod=14d",
  "?statsPeriod=24h",
  "?statsPeriod=7d&interval=6h&project=2",
  "?statsPeriod=30d&environment=production&project=1&project=3",
  "?start=2026-11-02T06:00:00Z&end=2026-11-05T18:30:00Z&environment=production&environment=staging",
  "?statsPeriod=90d&interval=1d",
];

for (const text of VIEWS)
  test(`mobile dashboard, ${text}`, () =>
    withPage(
      browser,
      async (page) => {
        const seen = view(text);
        const total = oracle.tally(seen.rows);
        const earlier = oracle.tally(seen.previous);
        const figure = async (id, value) => {
          const shown = await bigNumber(page, id);
          const [is, was] = [value(total), value(earlier)];
          close(shown.value, is, id);
          close(shown.change, is === null || was === null ? null : is - was, `${id}, change`);
        };
        await figure("crash-free-sessions", (counts) => oracle.crashFree(counts.sessions));
        await figure("crash-free-users", (counts) => oracle.crashFree(counts.users));
        await figure("anr-rate", (counts) => oracle.share(counts.users.anr, counts.users.all));

        const adopted = oracle.mostAdopted(seen.rows);
        const recent = oracle.mostRecent(seen.rows, releases);
        sameSeries(await readSeries(page, "crash-free-sessions-by-release"), byRelease(seen, adopted, oracle.crashFree), "crash free by release");
        sameSeries(await readSeries(page, "sessions-by-release"), byRelease(seen, recent, (counts) => counts.all), "sessions by release");
        sameSeries(await readSeries(page, "release-adoption"), byRelease(seen, adopted, (counts, all) => oracle.share(counts.all, all), true), "adoption");
        sameSeries(await readSeries(page, "session-health"), byStatus(seen, (status) => status, ({ sessions }, status) => oracle.share(sessions[status], sessions.all)), "session health");
        sameSeries(await readSeries(page, "user-health"), byStatus(seen, (status) => status, ({ users }, status) => oracle.share(users[status], users.all)), "user health");

        const table = await readTable(page, "crash-free-by-project");
        const expected = [...oracle.groupBy(seen.rows, (row) => row.project)]
          .map(([id, group]) => ({ key: projects.find((project) => Number(project.id) === id).slug, value: oracle.crashFree(oracle.tally(group).sessions) }))
          .sort((a, b) => a.value - b.value);
        assert.deepEqual(table.rows.map((row) => row.key), expected.map((row) => row.key), "projects, worst first");
        table.rows.forEach((row, at) => close(row.values[0], expected[at].value, row.key));
      },
      { url: `${backend.url}/${text}` },
    ));

for (const text of ["?statsPeriod=14d", "?statsPeriod=7d&environment=production", "?statsPeriod=24h&project=3"])
  test(`issue charts, ${text}`, () =>
    withPage(
      browser,
      async (page) => {
        const seen = view(text);
        const { window, answer } = await issueSeries(seen, [["yAxis", "count(new_issues)"], ["yAxis", "count(resolved_issues)"]]);
        const counted = answer.timeSeries.flatMap((each) => each.values.map(({ value }) => value));
        if (counted.every((value) => value === 0)) return assert.equal(await stateOf(page, "issue-counts"), "empty");
        const shown = await readSeries(page, "issue-counts");
        const series = Object.fromEntries(answer.timeSeries.map((each) => [each.yAxis, each.values.map(({ value }) => value)]));
        assert.deepEqual(shown.starts, window.starts, "bucket starts");
        assert.deepEqual(Object.values(shown.series), [series["count(new_issues)"], series["count(resolved_issues)"]], "new and resolved");
        if (seen.filter.environments.length === 0) {
          const chosen = issues.filter((issue) => seen.filter.projects.length === 0 || seen.filter.projects.includes(Number(issue.project.id)));
          const fresh = oracle.countOver(chosen.map((issue) => Date.parse(issue.firstSeen)), window);
          assert.deepEqual(Object.values(shown.series)[0], fresh, "new issues, from the issues' own first seen");
        }
      },
      { url: `${backend.url}/${text}` },
    ));

for (const text of ["?statsPeriod=14d", "?statsPeriod=24h&project=3", "?statsPeriod=30d&environment=production"])
  test(`frontend dashboard, ${text}`, () =>
    withPage(
      browser,
      async (page) => {
        const seen = view(text);
        const rates = (subject) => ({
          starts: seen.window.starts,
          series: Object.fromEntries(
            [["abnormal_rate", "abnormal"], ["crash_rate", "crashed"], ["errored_rate", "errored"], ["unhandled_rate", "unhandled"]].map(([name, status]) => [
              `${name}(${subject})`,
              oracle.overTime(seen.rows, seen.window, (counts) => oracle.share(counts[`${subject}s`][status], counts[`${subject}s`].all)),
            ]),
          ),
        });
        const unhealthy = oracle.overTime(seen.rows, seen.window, ({ sessions }) => oracle.share(sessions.erroredAll, sessions.all));
        sameSeries(await readSeries(page, "unhealthy-sessions"), { starts: seen.window.starts, series: { "unhealthy_rate(session)": unhealthy } }, "unhealthy sessions");
        sameSeries(await readSeries(page, "session-health"), rates("session"), "session health");
        sameSeries(await readSeries(page, "user-health"), rates("user"), "user health");
        sameSeries(await readSeries(page, "session-counts"), byStatus(seen, (status) => `${status} : sum(session)`, ({ sessions }, status) => sessions[status]), "session counts");
        sameSeries(await readSeries(page, "user-counts"), byStatus(seen, (status) => `${status} : count_unique(user)`, ({ users }, status) => users[status]), "user counts");
      },
      { url: `${backend.url}/${text}&dashboard=frontend-session-health` },
    ));
