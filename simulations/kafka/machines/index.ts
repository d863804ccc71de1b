/** The definitions as they are: for those who draw them. What runs them imports each by its file. */
export { broker } from './broker';
export { brokerRegistration } from './broker-registration';
export { classicGroup } from './classic-group';
export { classicMember } from './classic-member';
export { partitionRegistration } from './partition-registration';
export { producer } from './producer';
export { replica } from './replica';
