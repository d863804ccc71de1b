/** The part of framer-motion that moves things; it is fetched after the first picture. */
export const loadMotion = () => import('./motion-features').then(({ features }) => features);
