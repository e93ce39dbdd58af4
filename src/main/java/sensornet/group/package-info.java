/**
 * Who is in the group and who leads it: the monitor with the shared state ({@link sensornet.group.GroupView}), the
 * bully election, the round that is the one way to a new view, joining, merging, and the failure detector. Pure
 * protocol: it gets messages and the time, and offers effects to queues.
 */
package sensornet.group;
