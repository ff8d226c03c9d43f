// SPDX-License-Identifier: Apache-2.0
#include "naming/ndpi/words.hpp"

#include <ndpi/ndpi_protocol_ids.h>

#include <algorithm>
#include <array>

namespace qw::naming {
namespace {

constexpr auto all = std::to_array<Word>({
    {NDPI_PROTOCOL_MAIL_POP, "pop3"},
    {NDPI_PROTOCOL_MAIL_SMTP, "smtp"},
    {NDPI_PROTOCOL_MAIL_IMAP, "imap"},
    {NDPI_PROTOCOL_NFS, "nfs"},
    {NDPI_PROTOCOL_SSDP, "ssdp"},
    {NDPI_PROTOCOL_BGP, "bgp"},
    {NDPI_PROTOCOL_XDMCP, "xdmcp"},
    {NDPI_PROTOCOL_SYSLOG, "syslog"},
    {NDPI_PROTOCOL_POSTGRES, "postgresql"},
    {NDPI_PROTOCOL_MYSQL, "mysql"},
    {NDPI_PROTOCOL_COAP, "coap"},
    {NDPI_PROTOCOL_UBNTAC2, "ubiquiti_discovery"},
    {NDPI_PROTOCOL_BITTORRENT, "bittorrent"},
    {NDPI_PROTOCOL_MEMCACHED, "memcached"},
    {NDPI_PROTOCOL_RTSP, "rtsp"},
    {NDPI_PROTOCOL_JABBER, "xmpp"},
    {NDPI_PROTOCOL_NATS, "nats"},
    {NDPI_PROTOCOL_STUN, "stun"},
    {NDPI_PROTOCOL_IP_IPSEC, "ike"},
    {NDPI_PROTOCOL_VNC, "vnc"},
    {NDPI_PROTOCOL_USENET, "nntp"},
    {NDPI_PROTOCOL_MGCP, "mgcp"},
    {NDPI_PROTOCOL_IAX, "iax"},
    {NDPI_PROTOCOL_TFTP, "tftp"},
    {NDPI_PROTOCOL_AFP, "afp"},
    {NDPI_PROTOCOL_SIP, "sip"},
    {NDPI_PROTOCOL_KERBEROS, "kerberos"},
    {NDPI_PROTOCOL_LDAP, "ldap"},
    {NDPI_PROTOCOL_MSSQL_TDS, "tds"},
    {NDPI_PROTOCOL_PPTP, "pptp"},
    {NDPI_PROTOCOL_DCERPC, "dce_rpc", false, true},
    {NDPI_PROTOCOL_NETFLOW, "netflow"},
    {NDPI_PROTOCOL_CITRIX, "citrix"},
    {NDPI_PROTOCOL_AJP, "ajp"},
    {NDPI_PROTOCOL_RADIUS, "radius"},
    {NDPI_PROTOCOL_TEAMVIEWER, "teamviewer"},
    {NDPI_PROTOCOL_GTP, "gtp"},
    {NDPI_PROTOCOL_WSD, "wsd"},
    {NDPI_PROTOCOL_H323, "h323"},
    {NDPI_PROTOCOL_OPENVPN, "openvpn", true},
    {NDPI_PROTOCOL_TEAMSPEAK, "teamspeak"},
    {NDPI_PROTOCOL_SKINNY, "skinny"},
    {NDPI_PROTOCOL_RTCP, "rtcp"},
    {NDPI_PROTOCOL_RSYNC, "rsync"},
    {NDPI_PROTOCOL_ORACLE, "oracle_tns"},
    {NDPI_PROTOCOL_CORBA, "corba"},
    {NDPI_PROTOCOL_WHOIS_DAS, "whois"},
    {NDPI_PROTOCOL_COLLECTD, "collectd"},
    {NDPI_PROTOCOL_SOCKS, "socks"},
    {NDPI_PROTOCOL_RTMP, "rtmp"},
    {NDPI_PROTOCOL_ZMQ, "zmtp"},
    {NDPI_PROTOCOL_MEGACO, "megaco"},
    {NDPI_PROTOCOL_REDIS, "redis"},
    {NDPI_PROTOCOL_TELEGRAM, "telegram", true},
    {NDPI_PROTOCOL_QUIC, "quic", true},
    {NDPI_PROTOCOL_AMQP, "amqp"},
    {NDPI_PROTOCOL_MPEGTS, "mpeg_ts"},
    {NDPI_PROTOCOL_BJNP, "bjnp"},
    {NDPI_PROTOCOL_WIREGUARD, "wireguard", true},
    {NDPI_PROTOCOL_SMPP, "smpp"},
    {NDPI_PROTOCOL_DNSCRYPT, "dnscrypt", true},
    {NDPI_PROTOCOL_TEREDO, "teredo"},
    {NDPI_PROTOCOL_MQTT, "mqtt"},
    {NDPI_PROTOCOL_RX, "rx"},
    {NDPI_PROTOCOL_GIT, "git"},
    {NDPI_PROTOCOL_DRDA, "drda"},
    {NDPI_PROTOCOL_SOMEIP, "someip"},
    {NDPI_PROTOCOL_FIX, "fix"},
    {NDPI_PROTOCOL_LISP, "lisp"},
    {NDPI_PROTOCOL_DIAMETER, "diameter"},
    {NDPI_PROTOCOL_DNP3, "dnp3"},
    {NDPI_PROTOCOL_IEC60870, "iec104"},
    {NDPI_PROTOCOL_CAPWAP, "capwap"},
    {NDPI_PROTOCOL_ZABBIX, "zabbix"},
    {NDPI_PROTOCOL_Z3950, "z39_50"},
});
static_assert(std::ranges::is_sorted(all, {}, &Word::id));

}  // namespace

std::span<Word const> words() { return all; }

Word const* word_of(std::uint16_t id) {
  auto const* const found = std::ranges::lower_bound(all, id, {}, &Word::id);
  return found != all.end() && found->id == id ? found : nullptr;
}

}  // namespace qw::naming
