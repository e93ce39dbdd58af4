/**
 * Where readings come from: their text, its rules, and the sources. Every source runs on a thread of its own named
 * {@code sensor-<id>} and hands its readings to one {@link sensornet.sensor.ReadingSink}, which blocks for as long as
 * the group takes nothing. To add a source, add a line to {@link sensornet.sensor.Sources}.
 */
package sensornet.sensor;
