// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "carriers/ntlm.hpp"
#include "delivery/registration.hpp"
#include "dialogue/messages.hpp"
#include "dialogue/requests.hpp"
#include "protocols/smb/description.hpp"
#include "protocols/smb/files.hpp"
#include "protocols/smb/parse.hpp"
#include "protocols/smb/smb1.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::smb {

inline constexpr std::size_t most_pending = 128;  // requests that wait for a response
inline constexpr std::size_t most_trees = 32;     // shares connected at once
inline constexpr std::size_t most_compound = 64;  // messages in one packet
inline constexpr std::size_t most_share = 200;    // octets of "\\server\share"
inline constexpr Nanoseconds reply_deadline = seconds(60);

using Symbol = ShortText<most_symbol>;

/// By what a response is known, and what its header says.
struct Key {
  std::uint64_t id = 0;  // of SMB 1: process and multiplex, above 2^63
  std::uint32_t status = 0;
  std::uint32_t tree = 0;
  friend bool operator==(Key const&, Key const&) = default;
};
/// What is kept of a request.
struct Note {
  Command command = Command::echo;
  bool visible = false;  // there is a Command to say about it
  Term operation;
  Symbol symbol;
  Symbol detail;             // new name of a rename
  std::uint32_t number = 0;  // control code
  std::uint64_t opener = 0;  // of the compound: the CREATE whose file this is about
  FileId file;
  std::uint64_t offset = 0;  // of a read
  Term method;               // of a login; empty if this is none
  ntlm::AccountText account;
};

/// A packet with the signature of a message: behind a gap nothing less is believed.
std::size_t find_packet(Bytes octets, dialogue::Astray);

/// Pairs requests with responses by their identifier, and knows shares and files
/// by name. Says Handshake, Login, Command, Transfer, Identity, Clock, Irregularity.
class Tracker final : public delivery::StreamTracker,
                      private dialogue::ExchangeListener<Key, Note> {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  void on_heard(delivery::Side side) override { requests_.hear(side); }
  [[nodiscard]] std::optional<Stamp> deadline() const override { return requests_.deadline(); }
  void on_time(Stamp now) override { requests_.on_time(now); }
  void on_end(Stamp now) override;
  [[nodiscard]] std::optional<bool> encrypted() const override { return encrypted_; }
  [[nodiscard]] std::size_t heap_octets() const override {
    return requests_.heap_octets() + trees_.capacity() * sizeof(Tree) + files_.heap_octets();
  }

 private:
  struct Tree {
    std::uint32_t id = 0;
    ShortText<most_share> path;
    bool pipe = false;
  };
  /// One direction.
  struct Way {
    std::uint64_t beyond = 0;     // octets of the present packet behind those that are read whole
    std::uint64_t data_left = 0;  // of these, octets of a file that are still to come
    FileId data_file;
    std::uint64_t data_offset = 0;
  };
  /// Behind faults and gaps a side is searched for its next packet, however long.
  static constexpr dialogue::FramingLimits limits{
      .most_faults = dialogue::FramingLimits::any_faults,
      .most_passed_over = dialogue::FramingLimits::any_octets};

  Way& way(delivery::Side side) { return ways_[static_cast<std::size_t>(side)]; }

  dialogue::Reading on_packet(HeadView const& packet, delivery::Segment const& segment);
  void pass(delivery::Side side, Bytes octets, Moment const& moment);
  void on_compound(Bytes octets, delivery::Side side, Moment const& moment);

  void on_request(MessageView const& message, std::uint64_t opener, Moment const& moment);
  void on_response(MessageView const& message, Moment const& moment);
  void ask(Note& request, MessageView const& message);
  void ask_about_file(Note& request, MessageView const& message);
  void ask_session(Note& request, Bytes token, Moment const& moment);
  void on_data(MessageView const& message, FileId const& file, std::uint64_t offset,
               Moment const& moment);
  void on_created(Request const& request, MessageView const& message);
  void on_negotiated(MessageView const& message, Moment const& moment);

  void on_old_message(Bytes octets, Moment const& moment);
  void on_old_request(OldMessageView const& message, Moment const& moment);
  void ask_old_session(Note& request, OldMessageView const& message, Moment const& moment);
  void on_old_response(OldMessageView const& message, Moment const& moment);
  void say_old_system(OldSetup const& setup, Moment const& moment);

  static Motion& motion_of(OpenFile& file, delivery::Side side);
  /// The file, if it is known and none of a pipe.
  OpenFile* plain_file(FileId const& id);
  void move(FileId const& id, delivery::Side side, std::uint64_t offset, Bytes octets,
            Moment const& moment);
  [[nodiscard]] Tree const* tree_of(std::uint32_t id) const;
  void add_tree(std::uint32_t id, Symbol const& path);
  void close_file(OpenFile& file);

  [[nodiscard]] bool answers(Request const& request, Reply const& reply) const override {
    return request.key.id == reply.key.id;
  }
  void on_exchange(Request const& request, Reply const& reply) override;
  void on_silence(Request const& request, Outcome::State state) override;
  void on_unasked(Reply const&, bool) override {}  // to what nothing is to be learnt from
  void on_answered(Request const& request, Reply const& reply);
  void on_old_answered(Request const& request, Reply const& reply);
  void settle(Request const& request, Outcome const& outcome, Moment const* reply);
  void say_challenge(Bytes token, Moment const& moment);
  void say_handshake(HandshakePart part, std::string_view version, Moment const& moment);

  ProtocolVoice voice_;
  delivery::Bodies& bodies_;
  std::array<Way, 2> ways_;
  dialogue::Messages<parse_head, find_packet, limits> messages_;
  dialogue::Requests<Key, Note> requests_;
  std::vector<Tree> trees_;  // at most most_trees
  OpenFiles files_;
  ShortText<256> dialects_;  // that a client of SMB 1 offered, as on the wire
  bool encrypted_ = false;
};

delivery::Registration const& registration();

}  // namespace qw::smb
