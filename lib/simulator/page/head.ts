import { Markup, markup } from './markup.js';

export interface HeadParts {
  readonly title: string;
  /** Of lbsim. */
  readonly version: string;
  readonly styles: string;
  /** What the page allows beside its own styles, and the styles that this wants. @default nothing */
  readonly more?: { readonly policy: string; readonly style: Markup } | undefined;
}

/** The head of a page that needs nothing beside it, and may ask nobody for anything. */
export function pageHead({ title, version, styles, more }: HeadParts): Markup {
  return markup`<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${more?.policy}"/>
<meta name="generator" content="lbsim ${version}"/>
<title>${title}</title>
<style>${new Markup(styles)}${more?.style}</style>
</head>`;
}
