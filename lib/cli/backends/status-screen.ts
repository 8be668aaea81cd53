import type { BalancerView } from '../../admin/balancer-views.js';
import { counted, partOf } from '../../logging/format.js';
import { unpainted } from '../text/paint.js';
import { backendLines } from './backend-list.js';

type ScreenContent = Pick<
  BalancerView,
  'algorithm' | 'openConnections' | 'waiting' | 'stopping' | 'backends'
>;

/** How a balancer stands, on one screen. @param window - `now` in ms since 1970, and the columns that there are */
export function statusScreen(
  { backends, algorithm, openConnections, waiting, stopping }: ScreenContent,
  window: { readonly now: number; readonly room: number },
): string {
  const healthy = backends.filter(({ observed }) => observed.health === 'up').length;
  return [
    ...backendLines(backends, window).map(unpainted),
    `${stopping ? 'draining; ' : ''}${partOf(healthy, backends.length, 'backend')} up; ` +
      `${counted(openConnections, 'open connection')}, ${counted(waiting, 'client')} waiting; algorithm ${algorithm}`,
  ].join('\n');
}
