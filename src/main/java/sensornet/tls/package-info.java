/**
 * Who may talk to a peer: the key, the certificate and the group's CA of one PKCS12 file, and what JSSE makes of them.
 * No loggers here: the command line reads these files before logging is set up.
 */
package sensornet.tls;
