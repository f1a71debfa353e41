// Where pages get their answers from: a server, or the file that they stand in.

const embedded = document.getElementById("data");

/** A table as an array of objects by column. */
function rows({ columns, rows }) {
  return rows.map((values) => Object.fromEntries(columns.map((column, i) => [column, values[i]])));
}

class Server {
  isLive = true;
  about = Promise.resolve(null);
  #cache = new Map();
  #listeners = new Set();
  #stateListeners = new Set();

  constructor() {
    const events = new EventSource("/events");
    events.addEventListener("changed", (event) => this.#changed(JSON.parse(event.data)));
    events.addEventListener("state", (event) => this.#state(JSON.parse(event.data)));
    events.addEventListener("error", () => this.#state("The dashboard's server does not answer."));
  }

  #changed(studies) {
    this.#forget();
    for (const listener of this.#listeners) listener(studies);
  }

  #state(why) {
    for (const listener of this.#stateListeners) listener(why);
    if (why === "") this.#changed(null);
  }

  #forget() {
    for (const [key, entry] of this.#cache) if (!entry.isGrowing) this.#cache.delete(key);
  }

  /** Whether pages may change studies. */
  mayChange = this.#fetch("allowed").then((allowed) => allowed.changes, () => false);

  /** Changes a study; returns a sentence about what comes of it. */
  async change(study, what, body) {
    const response = await fetch(`/api/v1/studies/${encodeURIComponent(study)}/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Sextant-Change": "1" },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    return answer.done;
  }

  async json(path, parameters = {}) {
    const query = new URLSearchParams(parameters).toString();
    const key = path + (query ? "?" + query : "");
    if (!this.#cache.has(key)) this.#cache.set(key, { answer: this.#fetch(key) });
    return this.#cache.get(key).answer;
  }

  async #fetch(key) {
    const response = await fetch("/api/v1/" + key);
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    return answer;
  }

  async table(path, parameters) {
    return rows(await this.json(path, parameters));
  }

  /** All trials of a study; later calls fetch only those that have changed. */
  async trials(study) {
    const key = "trials of " + study;
    if (!this.#cache.has(key)) this.#cache.set(key, { isGrowing: true, byNumber: new Map(), since: null });
    const known = this.#cache.get(key);
    known.reading ??= this.#readTrials(study, known).finally(() => { known.reading = null; });
    await known.reading;
    return [...known.byNumber.values()];
  }

  async #readTrials(study, known) {
    const path = `studies/${encodeURIComponent(study)}/trials`;
    // Transactions may become visible a little after the time that they carry.
    const since = known.since ? { since: new Date(new Date(known.since) - 60_000).toISOString() } : {};
    const changed = rows(await this.#fetch(path + (known.since ? "?" + new URLSearchParams(since) : "")));
    for (const trial of changed) {
      known.byNumber.set(trial.trial, trial);
      if (!known.since || trial.updated_at > known.since) known.since = trial.updated_at;
    }
  }

  /** Calls a function with the names of studies that have changed, or null if all may have; returns one that ends it. */
  onChange(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls a function with why nothing is known at present; with "" when all is well. */
  onState(listener) {
    this.#stateListeners.add(listener);
  }
}

class File {
  isLive = false;
  #content = File.#unpack();
  about = this.#content.then((content) => content.about);

  static async #unpack() {
    const bytes = Uint8Array.from(atob(embedded.textContent), (character) => character.charCodeAt(0));
    embedded.textContent = "";
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }

  async json(path, parameters = {}) {
    const { answers } = await this.#content;
    const plain = decodeURIComponent(path);
    const answer = answers[parameters.metric ? `${plain}?metric=${parameters.metric}` : plain];
    if (!answer) throw new Error(`This file does not contain ${plain}.`);
    return answer;
  }

  async table(path, parameters = {}) {
    let table = rows(await this.json(path, parameters));
    if (parameters.trials) {
      const trials = new Set(String(parameters.trials).split(",").map(Number));
      table = table.filter((row) => trials.has(row.trial));
    }
    if (parameters.before) table = table.filter((row) => row.decision < parameters.before);
    return parameters.limit ? table.slice(0, parameters.limit) : table;
  }

  async trials(study) {
    return this.table(`studies/${study}/trials`);
  }

  onChange() {
    return () => {};
  }

  onState() {}
}

export const source = embedded ? new File() : new Server();

/** The path of a study's table. */
export function of(study, panel) {
  return `studies/${encodeURIComponent(study)}` + (panel ? "/" + panel : "");
}
