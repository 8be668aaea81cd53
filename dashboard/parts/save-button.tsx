import { useState } from 'preact/hooks';
import type { Lab } from '../state/lab.js';
import { oneAtATime } from '../state/one-at-a-time.js';

/** Saves the last 15 minutes as a page of its own, which needs no balancer. */
export function SaveButton({ lab }: { readonly lab: Lab }) {
  const [problem, setProblem] = useState('');
  const [save] = useState(() =>
    oneAtATime(async () => {
      const answer = await lab.api.read('/v1/report', 'text/html');
      setProblem(answer.ok ? '' : answer.problem);
      if (answer.ok) download(answer.body);
    }),
  );
  return (
    <>
      <button
        type="button"
        title="The last 15 minutes as one file, to be kept: plots, events, configuration"
        onClick={() => void save()}
      >
        save page
      </button>
      <span role="status" class="bad">
        {problem}
      </span>
    </>
  );
}

function download(page: string): void {
  const address = URL.createObjectURL(new Blob([page], { type: 'text/html' }));
  const stamp = new Date().toISOString().slice(0, 19).replace(/\D/g, '');
  const link = Object.assign(document.createElement('a'), { href: address, download: `lbsim-${stamp}.html` });
  link.click();
  URL.revokeObjectURL(address);
}
