/**
 * One peer of a distributed sensor log without a server. Start reading here:
 *
 * <p>{@link sensornet.PeerProtocol} is the whole protocol of one peer behind its entry points, and
 * {@link sensornet.group.GroupView} the monitor under which all of it runs. {@link sensornet.Peer} wires it to sockets
 * ({@code net}), files ({@code store}) and sensors ({@code sensor}), and {@code cli} is the program around that; the
 * simulation in the test tree wires the same object to virtual time.
 *
 * <p>Pure, in the order of dependence: {@code model} (the words), {@code wire} (messages as text), {@code journal} (what
 * is known of the journal), {@code group} (election, rounds, joining, merging), {@code order} (one order inside a view).
 * They meet the world in {@link sensornet.group.Effects}, {@link sensornet.group.PeerEvents} and
 * {@link sensornet.journal.StoreEvents}. The rules and their reasons are in {@code docs/protocol.md}.
 */
package sensornet;
