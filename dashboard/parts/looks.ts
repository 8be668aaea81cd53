import { signal } from '@preact/signals';

type Theme = 'system' | 'light' | 'dark';
type Motion = 'system' | 'moving' | 'still';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const DARK = '(prefers-color-scheme: dark)';
const REDUCED = '(prefers-reduced-motion: reduce)';

/** How the page looks: kept for this browser. */
export class Looks {
  readonly theme = signal<Theme>((localStorage.getItem('lbsim-theme') as Theme | null) ?? 'system');
  readonly motion = signal<Motion>((localStorage.getItem('lbsim-motion') as Motion | null) ?? 'system');
  readonly isPresenting = signal(false);
  /** Whether dots do not travel: asked for here, or else by the system. */
  readonly isStill = signal(false);

  constructor() {
    const media = matchMedia(REDUCED);
    const apply = (): void => {
      this.isStill.value = this.motion.value === 'system' ? media.matches : this.motion.value === 'still';
    };
    media.addEventListener('change', apply);
    this.motion.subscribe(apply);
    const dark = matchMedia(DARK);
    const paint = (): void => {
      const theme = this.theme.value;
      document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    dark.addEventListener('change', paint);
    this.theme.subscribe(paint);
    this.isPresenting.subscribe((is) => document.documentElement.classList.toggle('presenting', is));
  }

  nextTheme(): void {
    this.theme.value = THEMES[(THEMES.indexOf(this.theme.value) + 1) % THEMES.length] ?? 'system';
    localStorage.setItem('lbsim-theme', this.theme.value);
  }

  nextMotion(): void {
    this.motion.value = this.isStill.value ? 'moving' : 'still';
    localStorage.setItem('lbsim-motion', this.motion.value);
  }

  present(): void {
    this.isPresenting.value = !this.isPresenting.value;
  }
}
