using System.Text;
using System.Text.Json;
using Clientele.Functions.HostProtocol;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Unit.Functions;

public sealed class InvocationSieveTests
{
    private static readonly string[] Wanted = ["Data.message", "Metadata.name"];

    [Fact]
    public void Where_the_bytes_are_cut_makes_no_difference()
    {
        byte[] payload = Encoding.UTF8.GetBytes(
            """
            { "Data" : { "blob":"QUJD\"\\", "message" : {"a":[1,{"name":"no"},"}"],"b":"é\"]"} , "n":-1.5e3 },
              "Metadata":{"Properties":{"name":"no","Data":{"message":1}},"list":["name",[]],"name":"\"x\\\\\"","last":null} }
            """);

        for (int block = 1; block <= payload.Length; block++)
        {
            Dictionary<string, string> picked = Pick(payload, block);

            picked.Count.ShouldBe(2);
            picked["Data.message"].Trim().ShouldBe("""{"a":[1,{"name":"no"},"}"],"b":"é\"]"}""");
            picked["Metadata.name"].ShouldBe("""
                "\"x\\\\\""
                """);
        }
    }

    [Fact]
    public void It_picks_what_a_JSON_parser_finds_whatever_the_texts_are()
    {
        Gen<string> text = ArbMap.Default.GeneratorFor<string>().Select(each => each ?? "");
        Prop.ForAll(
            text.Two().Zip(text.Two()).ToArbitrary(),
            texts =>
            {
                (string blob, string message) = texts.Item1;
                (string name, string other) = texts.Item2;
                string payload = JsonSerializer.Serialize(new Dictionary<string, Dictionary<string, object>>
                {
                    ["Data"] = new() { ["blob"] = blob, ["message"] = JsonSerializer.Serialize(message), ["more"] = new[] { other, message } },
                    ["Metadata"] = new() { ["sys"] = new { name = other, message = blob }, ["name"] = name },
                });
                JsonElement whole = JsonElement.Parse(payload);

                Dictionary<string, string> picked = Pick(Encoding.UTF8.GetBytes(payload), 7);

                picked["Data.message"].ShouldBe(whole.GetProperty("Data").GetProperty("message").GetRawText());
                picked["Metadata.name"].ShouldBe(whole.GetProperty("Metadata").GetProperty("name").GetRawText());
            }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("""{"Data":{"message":1}""")]
    [InlineData("""{"Data":{"message":"1""")]
    [InlineData("""{}}""")]
    [InlineData("""{}{}""")]
    [InlineData("""  """)]
    [InlineData("""7""")]
    [InlineData("\"Data\"")]
    public void What_is_not_one_whole_object_is_refused(string payload) =>
        Should.Throw<InvalidDataException>(() => Pick(Encoding.UTF8.GetBytes(payload), 3));

    [Fact]
    public void Only_what_is_wanted_counts_towards_the_bound()
    {
        string large = new('x', 10_000);

        Pick(Encoding.UTF8.GetBytes($$$"""{"Data":{"blob":"{{{large}}}"},"Metadata":{"name":"x"}}"""), 1_000, bound: 100)["Metadata.name"].ShouldBe("\"x\"");
        Should.Throw<InvalidDataException>(() => Pick(Encoding.UTF8.GetBytes($$$"""{"Data":{"message":"{{{large}}}"}}"""), 1_000, bound: 100))
            .Message.ShouldContain("Data.message");
    }

    private static Dictionary<string, string> Pick(byte[] payload, int block, int bound = 1_000_000)
    {
        InvocationSieve sieve = new(Wanted, bound);
        for (int start = 0; start < payload.Length; start += block)
        {
            sieve.Feed(payload.AsSpan(start, Math.Min(block, payload.Length - start)));
        }

        return sieve.Finish().ToDictionary(each => each.Key, each => Encoding.UTF8.GetString(each.Value.Span));
    }
}
