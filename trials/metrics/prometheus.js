import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, listening } from '../../bench/ports.js';

const PATIENCE_MS = 60_000;

/** A Prometheus that scrapes these ports of loopback every second. */
export class Prometheus {
  #url;

  /** @param jobs - ports by the name of the job */
  static async start(stage, jobs) {
    const prometheus = new Prometheus();
    const port = await freePort();
    const [config, data] = [join(stage.directory, 'prometheus.yml'), join(stage.directory, 'prometheus')];
    mkdirSync(data);
    writeFileSync(config, JSON.stringify(configOf(jobs)));
    const program = stage.start('prometheus', 'prometheus', [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ]);
    await listening(program, port);
    prometheus.#url = `http://127.0.0.1:${port}/api/v1/`;
    return prometheus;
  }

  /** @returns the series that an expression gives now; throws what Prometheus says against it */
  async query(expr) {
    const { data, error } = await this.#ask(`query?query=${encodeURIComponent(expr)}`);
    if (error !== undefined) throw new Error(`${expr}: ${error}`);
    return data.result;
  }

  /** The one number that an expression gives; undefined for none. */
  async number(expr) {
    const [series] = await this.query(expr);
    return series && Number(series.value[1]);
  }

  /** @returns `{ job, health, lastError }` of each target */
  async targets() {
    const { data } = await this.#ask('targets');
    return data.activeTargets.map(({ labels, health, lastError }) => ({
      job: labels.job,
      health,
      lastError,
    }));
  }

  /** Waits until an expression gives a number of which this holds. */
  async until(expr, holds) {
    const deadline = Date.now() + PATIENCE_MS;
    let number;
    do {
      number = await this.number(expr);
      if (number !== undefined && holds(number)) return number;
      await sleep(200);
    } while (Date.now() < deadline);
    throw new Error(`${expr} is ${number} after ${PATIENCE_MS / 1000} s`);
  }

  async #ask(path) {
    const response = await fetch(this.#url + path);
    return response.json();
  }
}

/** YAML has JSON in it. */
function configOf(jobs) {
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: Object.entries(jobs).map(([job, ports]) => ({
      job_name: job,
      static_configs: [{ targets: ports.map((port) => `127.0.0.1:${port}`) }],
    })),
  };
}
