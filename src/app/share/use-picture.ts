import { useEffect, useState } from 'react';
import type { Picture } from '../../diagram';
import { useSession } from '../session-context';
import { sharedPicture } from './shared-run';
import type { Shared } from './share-texts';

/** The picture of what is shared; undefined while it is drawn, or if nobody wants it. */
export function usePicture(shared: Shared, isWanted: boolean): Picture | undefined {
  const session = useSession();
  const [picture, setPicture] = useState<Picture>();
  useEffect(() => {
    if (!isWanted) return;
    let isGone = false;
    void sharedPicture(session, shared).then((drawn) => {
      if (!isGone) setPicture(drawn);
    });
    return () => {
      isGone = true;
    };
  }, [session, shared, isWanted]);
  return picture;
}
