import type { Detection } from '../report/report.js';
import type { PolicyCourse } from './course.js';
import type { FaultSpan } from './fault-span.js';
import { formatFigure, formatNumber, NOTHING, unitAfter } from '../report/figures.js';
import type { Markup } from './markup.js';
import { htmlTable } from './table.js';

/** The faults, when each lasted, and after how long the balancers' health checks found those that they are to find. */
export function faultTable(
  courses: readonly PolicyCourse[],
  spans: readonly FaultSpan[],
): Markup | undefined {
  if (spans.length === 0) return undefined;
  const watched = courses.filter(({ outcome }) => (outcome.report.scenario?.detections.length ?? 0) > 0);
  const detected = watched.map(({ outcome }) => detectionsByFault(outcome.report.scenario?.detections ?? []));
  const rows = spans.map((span) => {
    const found = detected.map((detections) => detections.get(`${span.subject} ${span.from}`));
    return [
      `${span.subject}: ${span.what}`,
      formatNumber(span.from),
      formatNumber(span.to),
      ...(watched.length === 0 ? [] : [prediction(found)]),
      ...found.map(delay),
    ];
  });
  const unit = unitAfter(courses[0]?.outcome.report ?? {});
  return htmlTable({
    caption: `Faults, and how long health checks took to find them${unit === '' ? '' : `; times in${unit}`}`,
    head: [
      'fault',
      ...['from', 'to'],
      ...(watched.length === 0 ? [] : ['found after, predicted']),
      ...watched.map(({ policy }) => `with ${policy.name}`),
    ],
    rows,
  });
}

/** By backend and time; of several the first. */
function detectionsByFault(detections: readonly Detection[]): ReadonlyMap<string, Detection> {
  return new Map(detections.toReversed().map((each) => [`${each.backend} ${each.at}`, each]));
}

/** The mean only where it is the same with all algorithms. */
function prediction(found: readonly (Detection | undefined)[]): string {
  const [first, ...others] = found.flatMap((each) => each?.predicted ?? []);
  if (first === undefined) return NOTHING;
  const { mean, most } = first;
  const atMost = `at most ${formatFigure(most)}`;
  return mean === undefined || others.some((other) => other.mean !== mean)
    ? atMost
    : `${formatFigure(mean)}, ${atMost}`;
}

function delay(detection: Detection | undefined): string {
  if (detection === undefined) return NOTHING;
  return detection.after === undefined ? 'not found' : formatFigure(detection.after);
}
