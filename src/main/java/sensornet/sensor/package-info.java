/**
 * Where readings come from: their text, its rules, and the sources. Every source runs on a thread of its own named
 * {@code sensor-<id>} and hands its readings to one {@link sensornet.sensor.ReadingSink}, which blocks for as long as
 * the group takes nothing. To add a source, add a line to {@link sensornet.sensor.Sources}.
 *
 * <pre>
 *   iio, hwmon   DeviceSources    finds Devices; DevicePoll reads one              |
 *   exec         ExecPoll         runs a Program, ProgramLines understands it      | GuardedPoll: deadline, spells, gate
 *   one's own    UserSource       what surrounds a source that somebody has added  |
 *   follow       FollowSource     a LinePump on a Program that is started again; each line through a Gate
 *   stdin        StdinSource      a LinePump on standard input
 * </pre>
 */
package sensornet.sensor;
