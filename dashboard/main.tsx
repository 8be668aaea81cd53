import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import './style.css';
import { ApiClient, takeToken } from './api/client.js';
import { Feed } from './api/feed.js';
import { listenToKeys } from './keys.js';
import { Page, WINDOW } from './page.js';
import { Looks } from './parts/looks.js';
import { Lab } from './state/lab.js';
import { oneAtATime } from './state/one-at-a-time.js';
import { repeatRead } from './state/repeat-read.js';

/** Charts go on that long after each answer. */
const CHART_MS = 2000;

const api = new ApiClient(takeToken());
const lab = new Lab(api);
const looks = new Looks();
const element = document.querySelector('#page');
if (element !== null) render(<Page lab={lab} looks={looks} />, element);
listenToKeys(looks);

const readHistory = oneAtATime(() => lab.readHistory(WINDOW.text, WINDOW.step));
const readOn = async (): Promise<void> => {
  await readHistory();
  if (lab.identity.value === undefined) await lab.identify(); // it was not answered before
};
const feed = new Feed(api, {
  told: (message) => lab.told(message),
  became: (connection) => {
    const before = lab.connection.value;
    lab.connection.value = connection;
    if (connection !== 'live' || before === 'live') return;
    if (before !== 'connecting') void lab.identify(); // it may be another process now
    if (!document.hidden) void readHistory();
  },
});
repeatRead(lab, readOn, CHART_MS);
// Another address is pasted into this tab, with the token of a balancer that was started again: only its fragment differs.
addEventListener('hashchange', () => {
  takeToken();
  location.reload();
});
// What may be done is known before anything is shown to do it with: a key that is pressed at once is not lost.
void lab.identify().then(() => feed.run());
