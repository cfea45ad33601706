import { useRef, useState, type TouchEvent } from 'react';

/** Far enough to mean it. */
const FAR_PX = 96;
/** Until here a finger may still be about to scroll. */
const SLOP_PX = 12;

export interface Swipe {
  /** How far the row has been pulled; to the right above 0. */
  shift: number;
  isFar: boolean;
  handlers: {
    onTouchStart(event: TouchEvent): void;
    onTouchMove(event: TouchEvent): void;
    onTouchEnd(): void;
    onTouchCancel(): void;
  };
}

/** A row that is pulled aside by a finger. Pulling is a short cut: buttons do the same. */
export function useSwipe(onRight: (() => void) | null, onLeft: (() => void) | null): Swipe {
  const from = useRef<{ x: number; y: number; isSwipe: boolean | null } | null>(null);
  const [shift, setShift] = useState(0);
  const stop = (): void => {
    from.current = null;
    setShift(0);
  };
  return {
    shift,
    isFar: Math.abs(shift) >= FAR_PX,
    handlers: {
      onTouchStart: ({ touches }) => {
        const [touch] = [touches[0]!];
        from.current = touches.length === 1 ? { x: touch.clientX, y: touch.clientY, isSwipe: null } : null;
      },
      onTouchMove: ({ touches }) => {
        const start = from.current;
        const touch = touches[0];
        if (start === null || touch === undefined) return;
        const [dx, dy] = [touch.clientX - start.x, touch.clientY - start.y];
        if (start.isSwipe === null && Math.hypot(dx, dy) > SLOP_PX) start.isSwipe = Math.abs(dx) > 1.5 * Math.abs(dy);
        if (start.isSwipe !== true) return;
        const may = dx > 0 ? onRight : onLeft;
        setShift(may === null ? 0 : dx);
      },
      onTouchEnd: () => {
        if (Math.abs(shift) >= FAR_PX) (shift > 0 ? onRight : onLeft)?.();
        stop();
      },
      onTouchCancel: stop,
    },
  };
}
