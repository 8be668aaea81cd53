/** Why a control does nothing for one who may only look. */
export const ONLY_LOOKS = 'This page was opened with the token that may only look.';
