/**

import sensornet.PeerConfig;
 * From the command line, the environment and argument files to one validated {@link sensornet.cli.PeerConfig}; the
 * logging set-up; exit codes. Whatever is wrong becomes one line on stderr.
 */
package sensornet.cli;
