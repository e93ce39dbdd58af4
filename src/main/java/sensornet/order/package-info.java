/**
 * One order inside a view: the leader's sequencer, what a member does with ordered readings, and the outbox of
 * readings not ordered yet. Pure protocol, under the {@link sensornet.group.GroupView} monitor.
 */
package sensornet.order;
