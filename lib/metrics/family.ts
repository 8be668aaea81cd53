/** What a metric is, in the words of OpenMetrics. */
export type MetricType = 'counter' | 'gauge' | 'histogram' | 'info' | 'stateset';

/** A metric as it is declared. */
export interface Metric {
  readonly type: MetricType;
  /** Names of its labels, without those that its type adds. */
  readonly labels: readonly string[];
  /** One sentence, without a full stop. */
  readonly help: string;
}

/** Metrics by their names. */
export type Catalogue = Readonly<Record<string, Metric>>;

export type Labels = Readonly<Record<string, string>>;

/** One line of an exposition. */
export interface MetricSample {
  /** What comes behind the name of the metric, such as `_bucket`. */
  readonly suffix?: string;
  readonly labels: Labels;
  readonly value: number;
}

/** A metric and its samples. */
export interface Family extends Metric {
  readonly name: string;
  readonly samples: readonly MetricSample[];
}
