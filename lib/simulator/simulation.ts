import { backendIndex } from './backends/backend-name.js';
import { Conditions } from './backends/conditions.js';
import { createFleet } from './backends/create-fleet.js';
import type { Fleet } from './backends/fleet.js';
import { JobTable, NONE, SOUGHT } from './backends/job-table.js';
import { Delivery } from './balancer/delivery.js';
import { deliveryOptions, type DeliveryObserver } from './balancer/delivery-parts.js';
import { createBalancers, type BalancersObserver } from './balancer/balancers.js';
import type { VirtualBalancer } from './balancer/virtual-balancer.js';
import { ARRIVAL, COMPLETION, eventCode, TIMEOUT } from './engine/event-kind.js';
import { EventLoop } from './engine/event-loop.js';
import { EventQueue } from './engine/event-queue.js';
import { randomStreams } from './engine/random-streams.js';
import { VirtualTimers } from './engine/timers.js';
import { FaultPlayer } from './scenarios/fault-player.js';
import { RunRecorder } from './measures/run-recorder.js';
import type { RequestFailure } from './report/request-failure.js';
import type { HealthFlip, RunResult } from './report/run-result.js';
import type { SimulationSettings } from './plan/settings.js';
import { shareAmong } from './sharing/share-among.js';
import type { VirtualLab } from './sharing/virtual-lab.js';
import { JobClients } from './workload/job-clients.js';
import { jobServices } from './workload/job-services.js';
import { Retries } from './workload/retries.js';
import { requestSource } from './workload/request-source.js';
import type { RequestSource } from './workload/source.js';

/**
 * One run: requests come, the balancers' brains give them backends, the backends work them off. All that happens is decided by
 * the settings and the seed.
 */
export class Simulation implements DeliveryObserver, BalancersObserver {
  readonly #settings: SimulationSettings;
  readonly #seed: number;
  readonly #queue = new EventQueue();
  readonly #jobs = new JobTable();
  readonly #timers = new VirtualTimers(this.#queue);
  readonly #fleet: Fleet;
  readonly #balancers: readonly VirtualBalancer[];
  readonly #delivery: Delivery;
  readonly #source: RequestSource;
  readonly #service: (job: number) => number;
  readonly #recorder: RunRecorder;
  readonly #clients: JobClients;
  readonly #faults: FaultPlayer;
  /** By which balancers share what they know, if there is something between them. */
  readonly #lab: VirtualLab | undefined;
  readonly #retries: Retries;
  /** Jobs that backends work on though their clients have given them up. */
  readonly #abandoned = new Set<number>();
  /** When the story begins, at a random point between two probes: balancers have looked at their backends before. */
  readonly #origin: number;
  readonly #loop: EventLoop;

  /** @param dots - requests that are recorded to be played, at most @default none, which costs nothing */
  constructor(settings: SimulationSettings, seed: number, dots = 0) {
    this.#settings = settings;
    this.#seed = seed;
    const { speeds } = settings;
    const streams = randomStreams(seed, settings.balancers);
    this.#origin = (settings.scenario?.interval ?? 0) * streams.faults();
    this.#clients = new JobClients(settings, seed, { jobs: this.#jobs, queue: this.#queue }, streams.clients);
    this.#fleet = createFleet(settings, this.#jobs, this.#queue);
    const [jobs, fleet, queue] = [this.#jobs, this.#fleet, this.#queue];
    const deps = { jobs, fleet, queue, timers: this.#timers, conditions: new Conditions(speeds.length) };
    this.#recorder = new RunRecorder(settings, deps, this.#origin, dots);
    this.#source = requestSource(settings, this.#queue, streams.arrivals, streams.connections);
    this.#service = jobServices(settings, this.#jobs, streams);
    this.#retries = new Retries(settings, { ...deps, send: (job) => this.#send(job) });
    const { keyOf, held } = this.#clients;
    this.#delivery = new Delivery({ ...deps, keyOf, held }, deliveryOptions(settings), this);
    this.#balancers = createBalancers(settings, { ...deps, streams, port: this.#delivery }, this);
    this.#faults = new FaultPlayer({
      ...{ ...deps, speeds, balancers: this.#balancers },
      loseJobs: (backend) => this.#loseJobs(backend),
      setArrivals: (factor) => this.#source.setArrivals(factor),
      setStore: (change) => this.#lab?.setStore(change),
    });
    this.#delivery.standOn(this.#balancers);
    this.#lab = shareAmong(this.#balancers, settings, {
      ...{ queue, timers: this.#timers, streams },
      place: (job) => this.#delivery.place(job),
      changed: (balancer) => this.#delivery.activeChanged(balancer),
    });
    this.#recorder.begin(this.#balancers);
    this.#loop = new EventLoop({
      ...{ queue, counts: this.#recorder, requests: settings.requests },
      happen: (kind, subject) => this.#happen(kind, subject),
    });
  }

  /**
   * @param progress - told now and then which share of the requests has ended
   * @throws TypeError where balancers share by a store: await {@link runShared}
   */
  run(progress?: (share: number) => void): RunResult {
    if (this.#lab !== undefined) throw new TypeError('these balancers share by a store: await runShared');
    const started = this.#begin();
    this.#loop.run(progress);
    return this.#result(started);
  }

  /** As {@link run}, also where balancers share by a store. */
  async runShared(progress?: (share: number) => void): Promise<RunResult> {
    if (this.#lab === undefined) return this.run(progress);
    const started = this.#begin();
    await this.#loop.runBeside(this.#lab, progress);
    return this.#result(started);
  }

  #begin(): number {
    const started = performance.now();
    const { scenario } = this.#settings;
    for (const balancer of this.#balancers) balancer.start();
    if (scenario === undefined) this.#source.start();
    else
      this.#timers.start(this.#origin, () => {
        this.#source.start();
        this.#faults.start(scenario, (name) => backendIndex(name, this.#settings.speeds.length));
      });
    return started;
  }

  #result(started: number): RunResult {
    return {
      seed: this.#seed,
      ...this.#recorder.result(),
      events: this.#loop.events,
      wallSeconds: (performance.now() - started) / 1000,
    };
  }

  picked(job: number, backend: number): void {
    this.#recorder.pick(job, backend);
  }

  failed(job: number, reason: RequestFailure): void {
    if (this.#retries.failed(job)) this.#recorder.retry(job, reason);
    else {
      this.#recorder.fail(job, reason);
      this.#clients.ended(job, this.#source);
    }
    if (!this.#abandoned.has(job)) this.#free(job);
  }

  flipped(flip: Omit<HealthFlip, 'at'>): void {
    this.#recorder.flip(flip);
  }

  activeChanged(balancer: VirtualBalancer): void {
    this.#delivery.activeChanged(balancer);
  }

  /** @returns false if the event has been overtaken by others, so that nothing happens */
  #happen(kind: number, subject: number): boolean {
    switch (kind) {
      case ARRIVAL:
        return this.#arrive(this.#source.arrived(subject, this.#queue.sequence));
      case COMPLETION:
        return this.#complete(this.#fleet.complete(subject, this.#queue.sequence));
      case TIMEOUT:
        return this.#giveUp(subject);
      default:
        return this.#timers.fire(subject, this.#queue.sequence);
    }
  }

  #arrive(client: number | undefined): boolean {
    if (client === undefined) {
      if (this.#source.isOver) this.#recorder.close();
      return false;
    }
    const jobs = this.#jobs;
    const job = jobs.take();
    jobs.request[job] = this.#recorder.arrive();
    jobs.arrivedAt[job] = this.#queue.now;
    jobs.work[job] = this.#service(job);
    this.#retries.arrived(job);
    this.#clients.arrived(job, client);
    this.#send(job);
    return true;
  }

  #send(job: number): void {
    const { requestTimeout } = this.#settings;
    if (requestTimeout < Infinity)
      this.#jobs.timeout[job] = this.#queue.push(this.#queue.now + requestTimeout, eventCode(TIMEOUT, job));
    this.#delivery.send(job);
  }

  #complete(job: number): boolean {
    if (job === NONE) return false;
    if (this.#finishAbandoned(job)) return true;
    this.#leaveBackend(job, true);
    this.#retries.answered(job);
    this.#recorder.complete(job);
    this.#clients.ended(job, this.#source);
    this.#free(job);
    return true;
  }

  /** A client has had enough, if its request has not ended yet. */
  #giveUp(job: number): boolean {
    const jobs = this.#jobs;
    if (jobs.timeout[job] !== this.#queue.sequence) return false;
    if (jobs.state[job] === SOUGHT) {
      this.#delivery.abandon(job);
    } else if (this.#settings.servesAbandoned) {
      jobs.timeout[job] = 0;
      this.#abandoned.add(job);
      this.#delivery.left(job, false);
    } else {
      this.#fleet.leave(job);
      this.#leaveBackend(job, false);
    }
    this.failed(job, 'timeout');
    return true;
  }

  /** A job has just left its backend. */
  #leaveBackend(job: number, answered: boolean): void {
    this.#recorder.left(this.#jobs.backend[job] ?? 0);
    this.#delivery.left(job, answered);
  }

  #free(job: number): void {
    if (this.#settings.requestTimeout < Infinity) this.#jobs.timeout[job] = 0;
    this.#jobs.free(job);
  }

  /** A job has left its backend that its client gave up before. */
  #finishAbandoned(job: number): boolean {
    if (this.#abandoned.size === 0 || !this.#abandoned.delete(job)) return false;
    this.#recorder.left(this.#jobs.backend[job] ?? 0);
    this.#free(job);
    return true;
  }

  #loseJobs(backend: number): void {
    for (const job of this.#jobs.at(backend)) {
      this.#fleet.leave(job);
      if (this.#finishAbandoned(job)) continue;
      this.#leaveBackend(job, false);
      this.failed(job, 'lost');
    }
    this.#clients.held?.lose(backend);
  }
}
