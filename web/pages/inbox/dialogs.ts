import { lazy } from 'react';

/** They come after the list: nobody waits for them to see what there is to decide. */
export const AdjustPanel = lazy(() => import('./adjust-panel').then((file) => ({ default: file.AdjustPanel })));
export const AllDialog = lazy(() => import('./all-dialog').then((file) => ({ default: file.AllDialog })));
export const AloneDialog = lazy(() => import('./alone-dialog').then((file) => ({ default: file.AloneDialog })));
export const HelpDialog = lazy(() => import('./help-dialog').then((file) => ({ default: file.HelpDialog })));
export const RejectDialog = lazy(() => import('./reject-dialog').then((file) => ({ default: file.RejectDialog })));
